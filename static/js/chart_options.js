// A chart's data as options of the drawing library. Pure: knows no page, draws nothing.
const chartOptions = (() => {
  const NAMED = { kcqg: "--kcqg", kcdp: "--kcdp", own: "--own", other: "--other", plan: "--plan", done: "--done", last_year: "--last-year" };
  const SPARE = ["kcqg", "kcdp", "own", "other", "last_year", "done", "plan"];
  const numbers = (decimals) => new Intl.NumberFormat("vi-VN", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  // A pattern where there are three series or more, so that they differ without colour; two differ by lightness.
  const PATTERNS = [
    { symbol: "none" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(255,255,255,.4)" },
    { symbol: "circle", symbolSize: 0.5, dashArrayX: [[0, 8], [4, 4]], dashArrayY: [4, 0], color: "rgba(255,255,255,.5)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 2, color: "rgba(255,255,255,.35)" },
  ];

  // Lying bars: room for the labels, and for as many rows as there are.
  const labelWidth = (width) => Math.min(220, Math.max(96, width * 0.34));
  const heightOf = (data, width) => {
    const lines = Math.ceil((Math.max(...data.rows.map((row) => String(row[0]).length)) * 7.5) / labelWidth(width));
    const bars = data.stacked ? 1 : data.series.length;
    return 64 + data.rows.length * Math.max(12 + 13 * bars, 17 * lines + 8);
  };

  // look: the colours and the font of the page by name, and whether drawings keep still.
  const options = (data, unit, width, look) => {
    const { colour, calm } = look;
    const wide = width > 520;
    const format = numbers(data.decimals || 0);
    const words = { color: colour("--ink"), fontFamily: colour("--font").replaceAll('"', "'"), fontSize: 13, lineHeight: 16 };
    const quiet = { ...words, color: colour("--muted") };
    const lying = data.kind === "bars";
    const labels = data.rows.map((row) => row[0]);
    const longest = Math.max(...labels.map((label) => String(label).length));
    const categories = {
      type: "category",
      data: labels,
      inverse: lying,
      axisTick: { show: false },
      axisLine: { lineStyle: { color: colour("--line-strong") } },
      axisLabel: { ...words, ...(lying ? { width: labelWidth(width), overflow: "break", interval: 0 } : { hideOverlap: true, interval: longest < 12 && labels.length < 14 ? 0 : "auto" }) },
    };
    const values = {
      type: "value",
      splitNumber: wide ? 5 : 3,
      axisLabel: { ...quiet, formatter: (value) => numbers(Number.isInteger(value) ? 0 : 1).format(value), hideOverlap: true },
      splitLine: { lineStyle: { color: colour("--line") } },
    };
    const single = data.series.length === 1;
    return {
      backgroundColor: "transparent",
      animation: !calm,
      animationDuration: 300,
      textStyle: words,
      aria: { enabled: true, decal: { show: data.series.length > 2 && data.kind !== "line", decals: PATTERNS } },
      grid: { left: 8, right: single && lying ? 72 : 24, top: single ? 12 : 44, bottom: 8, containLabel: true },
      legend: single ? undefined : { top: 0, left: 0, textStyle: words, itemWidth: 18, itemHeight: 12, type: "scroll" },
      tooltip: {
        trigger: "axis",
        renderMode: "richText",
        confine: true,
        axisPointer: { type: data.kind === "line" ? "line" : "shadow" },
        backgroundColor: colour("--paper"),
        borderColor: colour("--line-strong"),
        textStyle: words,
        valueFormatter: (value) => (value === null || value === undefined || Number.isNaN(value) ? "–" : `${format.format(value)} ${unit}`),
      },
      xAxis: lying ? values : categories,
      yAxis: lying ? categories : values,
      series: data.series.map((series, place) => {
        const paint = colour(NAMED[series.key] || NAMED[SPARE[place % SPARE.length]]);
        const line = data.kind === "line";
        return {
          name: series.name,
          type: line ? "line" : "bar",
          stack: data.stacked ? "all" : undefined,
          data: data.rows.map((row) => (row[place + 1] === null ? null : Number(row[place + 1]))),
          itemStyle: { color: paint, borderRadius: line || data.stacked ? 0 : 2 },
          lineStyle: line ? { color: paint, width: 2.5, type: place % 2 ? "dashed" : "solid" } : undefined,
          symbol: ["circle", "rect", "triangle", "diamond"][place % 4],
          symbolSize: 7,
          barMaxWidth: lying ? 24 : 64,
          barGap: "10%",
          label: { show: single && lying, position: "right", ...words, formatter: (point) => format.format(point.value) },
        };
      }),
    };
  };

  return { heightOf, options };
})();

// Charts out of the tables beside them. SVG drawing and richText tooltips write no inline style, as the content policy asks.
(() => {
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const NAMED = { kcqg: "--kcqg", kcdp: "--kcdp", own: "--own", other: "--other", plan: "--plan", done: "--done", last_year: "--last-year" };
  const SPARE = ["kcqg", "kcdp", "own", "other", "last_year", "done", "plan"];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const numbers = (decimals) => new Intl.NumberFormat("vi-VN", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  // A pattern where there are three series or more, so that they differ without colour; two differ by lightness.
  const PATTERNS = [
    { symbol: "none" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(255,255,255,.4)" },
    { symbol: "circle", symbolSize: 0.5, dashArrayX: [[0, 8], [4, 4]], dashArrayY: [4, 0], color: "rgba(255,255,255,.5)" },
    { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 6], rotation: Math.PI / 2, color: "rgba(255,255,255,.35)" },
  ];

  // Lying bars: room for the labels, and for as many rows as there are.
  const labelWidth = (plot) => Math.min(220, Math.max(96, plot.clientWidth * 0.34));
  const heightOf = (data, plot) => {
    const lines = Math.ceil((Math.max(...data.rows.map((row) => String(row[0]).length)) * 7.5) / labelWidth(plot));
    const bars = data.stacked ? 1 : data.series.length;
    return 64 + data.rows.length * Math.max(12 + 13 * bars, 17 * lines + 8);
  };

  const options = (data, unit, plot) => {
    const wide = plot.clientWidth > 520;
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
      axisLabel: { ...words, ...(lying ? { width: labelWidth(plot), overflow: "break", interval: 0 } : { hideOverlap: true, interval: longest < 12 && labels.length < 14 ? 0 : "auto" }) },
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

  const charts = figures.map((figure) => {
    const plot = figure.querySelector(".plot");
    const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const unit = (figure.querySelector("figcaption p")?.textContent || "").replace("Đơn vị:", "").trim();
    if (data.kind === "bars") plot.style.height = `${heightOf(data, plot)}px`;
    const chart = echarts.init(plot, null, { renderer: "svg", locale: "VI" });
    const draw = () => {
      chart.setOption(options(data, unit, plot), true);
      // The library describes the chart in words; the title names it.
      plot.removeAttribute("aria-labelledby");
      plot.setAttribute("aria-label", `${figure.querySelector("h2").textContent}. Số liệu đầy đủ ở bảng bên dưới.`);
    };
    draw();
    new ResizeObserver(() => {
      chart.resize();
      draw();
    }).observe(plot);
    figure.querySelector("[data-chart-png]")?.addEventListener("click", () => save(figure, () => options(data, unit, plot)));
    return draw;
  });
  document.documentElement.addEventListener("themechange", () => charts.forEach((draw) => draw()));

  // The picture: title and unit above, the drawing, its source below; twice as sharp, on the colour of the page.
  const save = (figure, chosen) => {
    const plot = figure.querySelector(".plot");
    const [width, height, head, foot] = [plot.clientWidth, plot.clientHeight, 60, 32];
    // Drawn anew without a page, so that no tooltip of the moment is in it.
    const still = echarts.init(null, null, { renderer: "svg", ssr: true, width, height, locale: "VI" });
    still.setOption({ ...chosen(), animation: false });
    const drawing = still.renderToSVGString();
    still.dispose();
    const image = new Image();
    image.addEventListener("load", () => {
      const canvas = document.createElement("canvas");
      [canvas.width, canvas.height] = [(width + 32) * 2, (height + head + foot) * 2];
      const pen = canvas.getContext("2d");
      pen.scale(2, 2);
      pen.fillStyle = colour("--paper");
      pen.fillRect(0, 0, width + 32, height + head + foot);
      const write = (selector, font, paint, y) => {
        pen.font = `${font} ${colour("--font")}`;
        pen.fillStyle = colour(paint);
        pen.fillText(figure.querySelector(selector).textContent.trim(), 16, y, width);
      };
      write("figcaption h2", "700 16px", "--ink", 26);
      write("figcaption p", "400 13px", "--muted", 48);
      write(".source", "400 12px", "--muted", height + head + 18);
      pen.drawImage(image, 16, head, width, height);
      const link = document.createElement("a");
      link.download = `${figure.dataset.chart}.png`;
      link.href = canvas.toDataURL("image/png");
      link.click();
    });
    image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
  };
})();

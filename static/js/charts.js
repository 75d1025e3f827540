// Charts out of the tables beside them. SVG drawing and richText tooltips write no inline style, as the content policy asks.
(() => {
  const figures = [...document.querySelectorAll("figure[data-chart]")];
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const look = { colour, calm };

  const charts = figures.map((figure) => {
    const plot = figure.querySelector(".plot");
    const data = JSON.parse(document.getElementById(figure.dataset.chart).textContent);
    const unit = (figure.querySelector("figcaption p")?.textContent || "").replace("Đơn vị:", "").trim();
    if (data.kind === "bars") plot.style.height = `${chartOptions.heightOf(data, plot.clientWidth)}px`;
    const chart = echarts.init(plot, null, { renderer: "svg", locale: "VI" });
    const chosen = () => chartOptions.options(data, unit, plot.clientWidth, look);
    const draw = () => {
      chart.setOption(chosen(), true);
      // The library describes the chart in words; the title names it.
      plot.removeAttribute("aria-labelledby");
      plot.setAttribute("aria-label", `${figure.querySelector("h2").textContent}. Số liệu đầy đủ ở bảng bên dưới.`);
    };
    draw();
    new ResizeObserver(() => {
      chart.resize();
      draw();
    }).observe(plot);
    figure.querySelector("[data-chart-png]")?.addEventListener("click", () => save(figure, chosen));
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

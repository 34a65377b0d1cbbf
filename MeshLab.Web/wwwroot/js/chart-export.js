/** Saves the plot inside an element as an image with its title, on the surface of the page, so that it can stand alone. */
export async function saveImage(elementId, format, title, fileName) {
  const plot = document.getElementById(elementId)?.querySelector(".js-plotly-plot");
  if (!plot || !window.Plotly) {
    return false;
  }

  const surface = getComputedStyle(document.body).getPropertyValue("--mud-palette-surface").trim() || "#FFFFFF";
  const height = Math.max(plot.clientHeight, 240) + 60;
  const width = Math.max(plot.clientWidth, 720);
  const layout = {
    ...plot.layout,
    paper_bgcolor: surface,
    plot_bgcolor: surface,
    autosize: false,
    width,
    height,
    title: { text: title, font: { size: 15 }, x: 0.01, xanchor: "left", y: 0.985, yanchor: "top" },
    margin: { ...plot.layout.margin, t: (plot.layout.margin?.t ?? 10) + 56 },
  };
  const image = await window.Plotly.toImage({ data: plot.data, layout }, { format, width, height, scale: format === "png" ? 2 : 1 });
  save(image, `${fileName}.${format}`);
  return true;
}

/** Saves text as a file. */
export function saveText(text, fileName, type) {
  const address = URL.createObjectURL(new Blob([text], { type }));
  save(address, fileName);
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}

function save(address, fileName) {
  const link = document.createElement("a");
  link.href = address;
  link.download = fileName;
  document.body.append(link);
  link.click();
  link.remove();
}

/** Gives the focus back to the button that opens a chart's menu. */
export function focusMenu(id) {
  document.querySelector(`#${CSS.escape(id)} .head button`)?.focus();
}

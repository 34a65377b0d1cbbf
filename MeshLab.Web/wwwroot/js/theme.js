const attributes = "; path=/; samesite=strict; max-age=";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Whether the operating system prefers dark. */
export const systemIsDark = () => system.matches;

/** How many times 16 px a rem has. */
const textScale = () => parseFloat(getComputedStyle(document.documentElement).fontSize) / 16 || 1;

/** Keeps the choice ("light", "dark", or "system") for the next visit. */
export function remember(choice) {
  document.cookie = choice === "system"
    ? `meshlab-theme=${attributes}0`
    : `meshlab-theme=${choice}${attributes}31536000`;
}

/** Gives the page's root the theme, for the styles that are not MudBlazor's. */
export function apply(theme) {
  document.documentElement.dataset.theme = theme;
}

/** Tells the layout when the system's preference or the size of text changes; the result stops that. */
export function watch(layout) {
  // From here on clicks reach the server: a sign for whoever drives the page.
  document.documentElement.dataset.interactive = "true";
  const changed = () => {
    document.cookie = `meshlab-system-theme=${system.matches ? "dark" : "light"}${attributes}31536000`;
    layout.invokeMethodAsync("SystemThemeChanged", system.matches);
  };
  system.addEventListener("change", changed);

  // A change of a media query comes before the root has its new size of text; whatever changes that size lays the page out anew. The server takes 1 until it is told.
  let scale = 1;
  const laidOut = new ResizeObserver(() => {
    if (scale !== textScale()) {
      scale = textScale();
      layout.invokeMethodAsync("TextScaleChanged", scale);
    }
  });
  laidOut.observe(document.documentElement);
  return {
    stop: () => {
      system.removeEventListener("change", changed);
      laidOut.disconnect();
    },
  };
}

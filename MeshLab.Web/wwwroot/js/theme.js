const attributes = "; path=/; samesite=strict; max-age=";
const system = matchMedia("(prefers-color-scheme: dark)");

/** Whether the operating system prefers dark. */
export const systemIsDark = () => system.matches;

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

/** Tells the layout when the system's preference changes; the result stops that. */
export function watch(layout) {
  // From here on clicks reach the server: a sign for whoever drives the page.
  document.documentElement.dataset.interactive = "true";
  const changed = () => {
    document.cookie = `meshlab-system-theme=${system.matches ? "dark" : "light"}${attributes}31536000`;
    layout.invokeMethodAsync("SystemThemeChanged", system.matches);
  };
  system.addEventListener("change", changed);
  return { stop: () => system.removeEventListener("change", changed) };
}

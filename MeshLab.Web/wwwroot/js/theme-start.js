// Runs before the first paint. It notes what the system prefers in a cookie for the server, and when the server's answer
// has the other colours (only on the first visit, or after the system changed), asks once more. It also marks that the overview's first
// steps were hidden (see Pages/Overview/FirstSteps.razor.js), so that they do not flash.
(() => {
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const root = document.documentElement;
  const attributes = "; path=/; max-age=31536000; samesite=strict";
  document.cookie = `meshlab-system-theme=${system}${attributes}`;
  const chosen = /(?:^|; )meshlab-theme=(light|dark)/.exec(document.cookie)?.[1];
  const hidden = localStorage.getItem("meshlab-first-steps");
  if (hidden) {
    root.dataset.firstSteps = hidden;
  }
  const noted = document.cookie.includes(`meshlab-system-theme=${system}`);
  if (noted && root.dataset.theme !== (chosen ?? system)) {
    location.reload();
  }
})();

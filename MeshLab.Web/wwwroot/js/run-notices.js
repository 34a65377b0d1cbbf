// Tells of ended runs outside the page: by the title and the icon of the tab while nobody looks at it, and by the operating system when a
// person asked for it with the button on a run's page. That choice is this browser's own and lies in localStorage.
const key = "meshlab-run-notices";
let mark = null;
let icon = null;

/** "unsupported", "off", "on", or "denied" when the browser was told never to ask. */
export function state() {
  if (!("Notification" in window)) {
    return "unsupported";
  }
  if (Notification.permission === "denied") {
    return "denied";
  }
  return localStorage.getItem(key) === "on" && Notification.permission === "granted" ? "on" : "off";
}

/** Turns notices on, asking the browser when it was not asked yet, or off; returns the new state. */
export async function toggle() {
  if (state() === "on") {
    localStorage.removeItem(key);
  } else if ("Notification" in window && await Notification.requestPermission() === "granted") {
    localStorage.setItem(key, "on");
  }
  return state();
}

/** Tells of an ended run when nobody looks at the page. */
export function tell(title, text, href, succeeded) {
  if (!document.hidden) {
    return;
  }
  markTab(succeeded);
  if (state() === "on") {
    const notice = new Notification(title, { body: text, tag: href, icon: "favicon.svg" });
    notice.onclick = () => {
      focus();
      location.assign(href);
      notice.close();
    };
  }
}

function markTab(succeeded) {
  clear();
  mark = succeeded ? "✓ " : "✗ ";
  document.title = mark + document.title;
  icon = document.querySelector("link[rel=icon]");
  if (icon) {
    icon.dataset.usual ??= icon.href;
    const color = succeeded ? "%231f8a4c" : "%23c62f26";
    const path = succeeded ? "M9 17l5 5 10-11" : "M10 10l12 12M22 10L10 22";
    icon.href = `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 32 32'><circle cx='16' cy='16' r='16' fill='${color}'/><path d='${path}' fill='none' stroke='white' stroke-width='4'/></svg>`;
  }
  document.addEventListener("visibilitychange", seen);
}

function seen() {
  if (!document.hidden) {
    clear();
  }
}

function clear() {
  document.removeEventListener("visibilitychange", seen);
  if (mark && document.title.startsWith(mark)) {
    document.title = document.title.slice(mark.length);
  }
  if (icon?.dataset.usual) {
    icon.href = icon.dataset.usual;
  }
  mark = null;
}

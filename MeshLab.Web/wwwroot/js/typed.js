// Keeps what a person has typed over a reload of the page, which a new server asks for because it does not know the page. Only fields that
// were touched are kept, in this tab, and never passwords. A field that is opened by a button names it in data-opener.

const key = "meshlab-typed";
const textTypes = new Set(["text", "search", "url", "email", "tel", "number"]);
const touched = new Set();
const lookMilliseconds = 100;
const patienceMilliseconds = 30_000;

for (const type of ["input", "change"]) {
  document.addEventListener(type, event => isText(event.target) && touched.add(event.target), { capture: true, passive: true });
}

/** Puts the typed texts away; call it just before the page is loaded again. */
export function keep() {
  const fields = [...touched].filter(field => field.isConnected && !field.closest("dialog.palette"));
  if (fields.length > 0) {
    // A long list renders what is in view: the address brings the row of the field there.
    const row = fields.map(field => field.closest("[data-task]")).find(Boolean);
    if (row) {
      history.replaceState(history.state, "", `${location.pathname}${location.search}#${row.id}`);
    }

    sessionStorage.setItem(key, JSON.stringify({
      path: location.pathname,
      fields: fields.map(field => ({ name: nameOf(field), value: field.value, opener: field.dataset.opener ?? null })),
    }));
  }
}

/** Types the texts that were put away again, as soon as the page takes them. */
export async function restore() {
  const kept = sessionStorage.getItem(key);
  sessionStorage.removeItem(key);
  const { path, fields } = kept ? JSON.parse(kept) : {};
  if (path !== location.pathname || !(await appears(() => document.documentElement.dataset.interactive))) {
    return;
  }

  for (const field of fields) {
    if (field.opener && !find(field.name)) {
      (await appears(() => document.querySelector(field.opener)))?.click();
    }

    const found = await appears(() => find(field.name));
    if (found && found.value !== field.value) {
      found.value = field.value;
      found.dispatchEvent(new Event("input", { bubbles: true }));
      found.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }
}

function isText(field) {
  return field instanceof HTMLTextAreaElement || field instanceof HTMLSelectElement || (field instanceof HTMLInputElement && textTypes.has(field.type));
}

/** What a field is called and where it stands; its id may be another one after the reload. */
function nameOf(field) {
  const label = field.getAttribute("aria-label") ?? field.labels?.[0]?.textContent.trim() ?? field.name;
  const place = field.closest("[data-task], [data-cluster]");
  return JSON.stringify([field.tagName, label, place?.id || place?.dataset.cluster || ""]);
}

function find(name) {
  return [...document.querySelectorAll("textarea, select, input")].find(field => isText(field) && nameOf(field) === name);
}

async function appears(look) {
  const until = performance.now() + patienceMilliseconds;
  for (;;) {
    const found = look();
    if (found || performance.now() > until) {
      return found;
    }

    await new Promise(resolve => setTimeout(resolve, lookMilliseconds));
  }
}

// Says that the connection is lost and brings the page back by itself. Blazor reports each change of state on the dialog.
import { keep, restore } from "./typed.js";

const dialog = document.getElementById("components-reconnect-modal");
const pollMilliseconds = 1000;
let polling = false;

dialog.addEventListener("components-reconnect-state-changed", ({ detail }) => {
  switch (detail.state) {
    case "show":
      show("trying");
      poll();
      break;
    case "hide":
      dialog.close();
      break;
    case "failed":
    case "paused":
      show("failed");
      poll();
      break;
    case "rejected":
    case "resume-failed":
      reload();
      break;
  }
});

dialog.addEventListener("cancel", event => event.preventDefault());
document.getElementById("reconnect-now").addEventListener("click", tryNow);

restore();

function show(state) {
  dialog.dataset.state = state;
  if (!dialog.open) {
    dialog.showModal();
  }
}

function reload() {
  show("reloading");
  keep();
  location.reload();
}

/** Asks whether the server answers until it does, then reconnects; a server that no longer knows the page gets a new one. */
async function poll() {
  if (polling) {
    return;
  }

  polling = true;
  try {
    while (dialog.open && !(await answers())) {
      await new Promise(resolve => setTimeout(resolve, pollMilliseconds));
    }

    if (dialog.open) {
      await tryNow();
    }
  } finally {
    polling = false;
  }
}

async function answers() {
  try {
    return (await fetch("healthz", { cache: "no-store" })).ok;
  } catch {
    return false;
  }
}

async function tryNow() {
  if (!(await answers())) {
    return;
  }

  try {
    if (await Blazor.reconnect()) {
      dialog.close();
    } else {
      reload();
    }
  } catch {
    reload();
  }
}

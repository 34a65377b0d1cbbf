/** Tells the component when a person leaves the end of the log, or comes back to it. */
export function attach(scroller, component) {
  let last = scroller.scrollTop;
  scroller.addEventListener("scroll", () => {
    const up = scroller.scrollTop < last - 1;
    last = scroller.scrollTop;
    if (up && !atEnd(scroller)) {
      component.invokeMethodAsync("TailAsync", false).catch(() => {});
    } else if (!up && atEnd(scroller)) {
      component.invokeMethodAsync("TailAsync", true).catch(() => {});
    }
  }, { passive: true });
}

export function toEnd(scroller) {
  scroller.scrollTop = scroller.scrollHeight;
}

export function toLine(scroller, top) {
  scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
}

function atEnd(scroller) {
  return scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 4;
}

/** What the component was last told of each log: true at the end, false away from it. */
const told = new WeakMap();

/** Tells the component when a person leaves the end of the log, or comes back to it. */
export function attach(scroller, component) {
  let last = scroller.scrollTop;
  scroller.addEventListener("scroll", () => {
    const up = scroller.scrollTop < last - 1;
    last = scroller.scrollTop;
    const end = atEnd(scroller);
    if (up === end || told.get(scroller) === end) {
      return;
    }

    told.set(scroller, end);
    component.invokeMethodAsync("TailAsync", end).catch(() => {});
  }, { passive: true });
}

export function toEnd(scroller) {
  told.delete(scroller);
  scroller.scrollTop = scroller.scrollHeight;
}

/** Brings a place into the middle of the log, as soon as the log is high enough to have it. */
export function toLine(scroller, top) {
  const mostFrames = 120;
  let frames = 0;
  const go = () => {
    told.delete(scroller);
    scroller.scrollTop = Math.max(0, top - scroller.clientHeight / 2);
    if (scroller.scrollHeight <= top && frames++ < mostFrames) {
      requestAnimationFrame(go);
    }
  };
  go();
  scroller.scrollIntoView({ block: "nearest" });
}

function atEnd(scroller) {
  return scroller.scrollTop + scroller.clientHeight >= scroller.scrollHeight - 4;
}

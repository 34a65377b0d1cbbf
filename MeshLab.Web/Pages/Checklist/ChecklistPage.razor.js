// The checklist's keys, half-ticked boxes and jumps to a task. Keys work on the page alone, so that moving about never waits for the server.

const rowHeight = 44;

function isWriting(element) {
  return element.isContentEditable
    || element.tagName === 'TEXTAREA'
    || element.tagName === 'SELECT'
    || (element.tagName === 'INPUT' && element.type !== 'checkbox');
}

function focusRow(row) {
  row.querySelector('.task-box')?.focus({ preventScroll: true });
  row.scrollIntoView({ block: 'nearest' });
}

/** Puts the keyboard on a task's box, e.g. after a dialog about it. */
export function focusTask(id) {
  document.getElementById(`box-${id}`)?.focus({ preventScroll: true });
}

function move(root, step) {
  const rows = [...root.querySelectorAll('[data-task]')];
  const current = document.activeElement?.closest('[data-task]');
  const index = current ? rows.indexOf(current) + step : step > 0 ? 0 : rows.length - 1;
  if (rows[index]) {
    focusRow(rows[index]);
  }
}

export function attach(root) {
  // "Half ticked" is a property that markup cannot set.
  const mark = () => root.querySelectorAll('[data-mixed]').forEach(box => { box.indeterminate = box.dataset.mixed === 'true'; });

  // A note's editor goes away when the note is kept; the keyboard then goes back to its task.
  let last = null;
  const onFocus = event => { last = { element: event.target, task: event.target.closest('[data-task]')?.id }; };
  const refocus = () => {
    if (document.activeElement === document.body && last?.task && !last.element.isConnected) {
      focusTask(last.task);
    }
  };
  const observer = new MutationObserver(() => { mark(); refocus(); });
  observer.observe(root, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-mixed'] });
  mark();

  const onChange = event => {
    if (event.target.dataset?.mixed === 'true') {
      event.target.indeterminate = true;
    }
  };

  // A viewer's boxes take the keyboard and stay as they are; the page says why.
  const onClick = event => {
    if (event.target.matches('.task-box[aria-disabled=true]')) {
      event.preventDefault();
      root.querySelector('[data-refuse]')?.click();
    }
  };

  const onKey = event => {
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('.mud-dialog')) {
      return;
    }

    if (isWriting(event.target)) {
      if (event.key === 'Escape' && event.target.type === 'search') {
        event.target.blur();
      }
      return;
    }

    const row = event.target.closest('[data-task]');
    const onBox = event.target.classList.contains('task-box');
    const actions = {
      j: () => move(root, 1),
      k: () => move(root, -1),
      ArrowDown: row && (() => move(root, 1)),
      ArrowUp: row && (() => move(root, -1)),
      n: row && (() => (row.querySelector('[data-note]') ?? root.querySelector('[data-refuse]'))?.click()),
      Enter: onBox && (() => row.querySelector('[data-details]').click()),
      '/': () => root.querySelector('[type=search]')?.focus(),
      '?': () => root.querySelector('[data-help]')?.click(),
    };
    const action = actions[event.key];
    if (action) {
      event.preventDefault();
      action();
    }
  };

  root.addEventListener('change', onChange);
  root.addEventListener('click', onClick);
  root.addEventListener('focusin', onFocus);
  document.addEventListener('keydown', onKey);
  root.dataset.live = '';
  return {
    detach() {
      observer.disconnect();
      root.removeEventListener('change', onChange);
      root.removeEventListener('click', onClick);
      root.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    },
  };
}

// Rows far out of sight of a long section are not there yet, nor is the section's height at first: scrolling to where they will be
// brings them, and is tried again until they are there or the person moves on.
export function reveal(id, listId, index) {
  const stop = new AbortController();
  ['wheel', 'keydown', 'pointerdown'].forEach(kind => window.addEventListener(kind, () => stop.abort(), { once: true, signal: stop.signal }));
  const deadline = performance.now() + 30000;

  const attempt = () => {
    if (stop.signal.aborted || performance.now() > deadline) {
      return;
    }

    const target = document.getElementById(id);
    if (target) {
      stop.abort();
      target.scrollIntoView({ block: 'center' });
      if (target.matches('[data-task]')) {
        focusTask(id);
        target.classList.add('task-revealed');
        setTimeout(() => target.classList.remove('task-revealed'), 2500);
      }
      return;
    }

    const list = document.getElementById(listId)?.querySelector('.section-tasks');
    if (list && index >= 0) {
      window.scrollTo({ top: window.scrollY + list.getBoundingClientRect().top + index * rowHeight - window.innerHeight / 2 });
    }
    setTimeout(attempt, 200);
  };
  attempt();
}

// Whether the first steps are hidden is kept in the browser; js/theme-start.js reads it before the first paint, so that nothing flashes.

const key = 'meshlab-first-steps';

export function dismiss() {
  document.documentElement.dataset.firstSteps = 'hidden';
  localStorage.setItem(key, 'hidden');
  document.querySelector('h1')?.focus({ preventScroll: true });
}

export function recall() {
  delete document.documentElement.dataset.firstSteps;
  localStorage.removeItem(key);
}

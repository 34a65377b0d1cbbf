// Opens and closes the palette without asking the server, so that no key is lost on a slow line. The dialog element keeps the
// keyboard inside, closes with Escape, and gives the focus back to where it was.

const moves = new Set(['ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Enter']);

export function attach(dialog, component) {
  const input = dialog.querySelector('[role=combobox]');
  const close = () => dialog.open && dialog.close();
  const open = () => {
    if (!dialog.open) {
      input.value = '';
      dialog.showModal();
      input.focus();
      component.invokeMethodAsync('OpenedAsync');
    }
  };

  const onKey = event => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k') {
      event.preventDefault();
      (dialog.open ? close : open)();
    }
  };
  const onClick = event => {
    if (event.target.closest('[data-open-palette]')) {
      open();
    } else if (event.target === dialog || event.target.closest('[data-close-palette]')) {
      close();
    }
  };
  // The field's own use of these keys (to the start, to the end) would fight with the list's.
  const onMove = event => moves.has(event.key) && event.target === input && event.preventDefault();
  const onPress = event => event.target.closest('[role=option]') && event.preventDefault();
  const onClose = () => component.invokeMethodAsync('Closed');
  const observer = new MutationObserver(() => document.getElementById(input.getAttribute('aria-activedescendant'))?.scrollIntoView({ block: 'nearest' }));

  observer.observe(input, { attributes: true, attributeFilter: ['aria-activedescendant'] });
  document.addEventListener('keydown', onKey);
  document.addEventListener('click', onClick);
  dialog.addEventListener('keydown', onMove);
  dialog.addEventListener('mousedown', onPress);
  dialog.addEventListener('close', onClose);
  if (/^(Mac|iP)/.test(navigator.platform)) {
    document.querySelectorAll('.palette-button-key').forEach(key => { key.textContent = '⌘K'; });
  }
  dialog.dataset.live = '';
  return {
    close,
    download(href) {
      const link = document.createElement('a');
      link.href = href;
      link.download = '';
      link.click();
    },
    detach() {
      observer.disconnect();
      document.removeEventListener('keydown', onKey);
      document.removeEventListener('click', onClick);
      dialog.removeEventListener('keydown', onMove);
      dialog.removeEventListener('mousedown', onPress);
      dialog.removeEventListener('close', onClose);
    },
  };
}

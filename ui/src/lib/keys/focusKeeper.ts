// Keeps the keyboard where it works: a control that is switched off or taken away leaves the focus to the page, and the
// next key would go nowhere. What places the focus itself goes first.

/** What a view does with the focus after a change of its own is done by then. */
const AFTER_MS = 60;

const FOCUSABLE = [
  'input:not([disabled])',
  'select:not([disabled])',
  'textarea:not([disabled])',
  'button:not([disabled])',
  'a[href]',
  '[tabindex="0"]',
].join(',');

function isSeen(element: Element): element is HTMLElement {
  return element instanceof HTMLElement && element.closest('[hidden]') === null;
}

/** Starts; gives back how to end it. */
export function keepFocus(page: Document): () => void {
  /** What had the focus last, and everything around it, from the inside to the outside. */
  let path: HTMLElement[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;

  function isLost(): boolean {
    return path.length > 0 && (page.activeElement === page.body || page.activeElement === null);
  }

  /** Back to the control itself, as soon as it is on again; once it is gone, to the nearest one around it. */
  function restore(): void {
    if (!isLost()) return;
    const [last, ...around] = path;
    if (last?.isConnected) {
      if (!last.matches(':disabled') && isSeen(last)) last.focus({ preventScroll: true });
      return;
    }
    const next = around
      .filter(one => one.isConnected)
      .map(one => [...one.querySelectorAll(FOCUSABLE)].find(isSeen))
      .find(one => one !== undefined);
    next?.focus({ preventScroll: true });
  }

  function onfocusin(event: FocusEvent): void {
    path = [];
    for (let at = event.target; at instanceof HTMLElement && at !== page.body; at = at.parentElement) path.push(at);
  }

  /** A click beside everything means to leave what had the focus. */
  function onpointerdown(event: PointerEvent): void {
    if (event.target instanceof Element && event.target.closest(`${FOCUSABLE}, label, [tabindex]`) === null) path = [];
  }

  const changes = new MutationObserver(() => {
    if (!isLost()) return;
    clearTimeout(timer);
    timer = setTimeout(restore, AFTER_MS);
  });
  page.addEventListener('focusin', onfocusin);
  page.addEventListener('pointerdown', onpointerdown);
  changes.observe(page.body, { subtree: true, childList: true, attributeFilter: ['disabled', 'hidden'] });
  return () => {
    clearTimeout(timer);
    changes.disconnect();
    page.removeEventListener('focusin', onfocusin);
    page.removeEventListener('pointerdown', onpointerdown);
  };
}

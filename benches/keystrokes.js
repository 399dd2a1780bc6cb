// Types a text into the search field letter by letter, each when the table is at rest, and gives for every letter:
// milliseconds to the changed rows in the document, and to the frame that shows them.
const done = arguments[arguments.length - 1];
const text = arguments[0];
const found = document.querySelector('[data-testid=search]');
const field = found.matches('input') ? found : found.querySelector('input');
const table = document.querySelector('[data-testid=catalogue-table]');
const letters = [];
/** Longer than the card of a row waits, so that each letter meets a screen at rest. */
const REST_MS = 250;
const LOST_MS = 1000;

function type(length) {
  if (length > text.length) return done(letters);
  const before = performance.now();
  let giveUp;
  const seen = new MutationObserver(() => {
    const changed = performance.now() - before;
    seen.disconnect();
    clearTimeout(giveUp);
    requestAnimationFrame(() => {
      letters.push({ changed, shown: performance.now() - before });
      setTimeout(type, REST_MS, length + 1);
    });
  });
  seen.observe(table, { childList: true, subtree: true, characterData: true });
  giveUp = setTimeout(() => {
    // The letter changed nothing in the table.
    seen.disconnect();
    type(length + 1);
  }, LOST_MS);
  field.value = text.slice(0, length);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
type(1);

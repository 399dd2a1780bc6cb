import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { keepFocus } from './focusKeeper';

describe('the focus', () => {
  let end: () => void;

  beforeEach(() => {
    document.body.innerHTML = `
      <main>
        <section><button id="send">Send</button></section>
        <section id="thread"><p><input id="reply" /><button id="say">Say</button></p></section>
      </main>`;
    end = keepFocus(document);
  });
  afterEach(() => end());

  const at = (id: string) => document.getElementById(id) as HTMLButtonElement;
  const isOn = (id: string) => vi.waitFor(() => expect(document.activeElement?.id).toBe(id));

  it('returns to a button that was off while it worked', async () => {
    at('send').focus();
    // What engines do with a control that is switched off.
    at('send').blur();
    at('send').disabled = true;
    expect(document.activeElement).toBe(document.body);
    at('send').disabled = false;
    await isOn('send');
  });

  it('goes to the nearest control around one that is gone', async () => {
    at('say').focus();
    at('say').remove();
    await isOn('reply');
  });

  it('goes further out where nothing near is left', async () => {
    at('reply').focus();
    at('thread').replaceChildren();
    await isOn('send');
  });

  it('stays away after a click beside everything, and where a view has placed it', async () => {
    at('say').focus();
    document.querySelector('main')?.dispatchEvent(new MouseEvent('pointerdown', { bubbles: true }));
    at('say').blur();
    at('say').remove();
    await new Promise(resolve => setTimeout(resolve, 120));
    expect(document.activeElement).toBe(document.body);
    at('reply').focus();
    at('thread').replaceChildren();
    at('send').tabIndex = -1;
    at('send').focus();
    await isOn('send');
  });
});

// Feedback over the mocked program: the picture is shown before it goes, and goes only when it is added.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

async function say(text: string) {
  await fireEvent.input(await find(TESTID.feedbackText), { target: { value: text } });
}

async function send() {
  await fireEvent.submit((await find(TESTID.feedbackText)).closest('form') as HTMLFormElement);
}

describe('feedback', () => {
  it('leaves the picture out unless the user adds it, and waits for a connection', async () => {
    const program = open();
    program.snapshot = 'AAAA';
    await table(TESTID.catalogueTable);
    program.goOffline(true);
    // The table has the focus, and F2 alone is its own.
    await key(await table(TESTID.catalogueTable), 'F2', { shiftKey: true });
    expect((await find(TESTID.feedbackPicture)).getAttribute('src')).toBe('data:image/jpeg;base64,AAAA');
    await say('медленно');
    await send();
    await waitFor(() => expect(program.feedback).toMatchObject([{ text: 'медленно', screenshot: null }]));
    expect((await find(TESTID.said)).textContent).toContain('Нет связи');

    await key(document.body, 'F2', { shiftKey: true });
    await say('вот');
    await fireEvent.click(await find(TESTID.feedbackAdd));
    await fireEvent.click((await find(TESTID.feedbackKind)).querySelector('input[value=idea]') as HTMLElement);
    await send();
    await waitFor(() =>
      expect(program.feedback[1]).toMatchObject({ kind: 'idea', screenshot: 'AAAA', screen: 'catalogue' }),
    );
  });

  it('opens from the help without covering what it is about, and Esc closes it', async () => {
    open();
    await table(TESTID.catalogueTable);
    await key(document.body, 'F1');
    await fireEvent.click(await find(TESTID.feedbackOpen));
    const text = await find(TESTID.feedbackText);
    expect(screen.queryByTestId(TESTID.helpPanel)).toBeNull();
    expect((await find(TESTID.feedbackSend)).hasAttribute('disabled')).toBe(true);
    await key(text, 'Escape');
    await waitFor(() => expect(screen.queryByTestId(TESTID.feedbackPanel)).toBeNull());
  });
});

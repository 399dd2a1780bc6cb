import { fireEvent, waitFor } from '@testing-library/svelte';
import { describe, expect, it } from 'vitest';
import { answerClaim } from '$lib/api/mock/claims';
import type { ClaimFileView } from '$lib/bindings';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

const photo: ClaimFileView = {
  blake3: 'a'.repeat(64),
  name: 'IMG_1.jpg',
  media_type: 'image/jpeg',
  bytes: 400_000,
  is_picture: true,
  is_uploaded: false,
};

/** Opens the first order and begins a claim on its first line by the keyboard. */
async function begin(isOffline = false) {
  const program = open({}, true);
  await table(TESTID.catalogueTable);
  program.goOffline(isOffline);
  await key(document.body, '3', { code: 'Digit3', altKey: true });
  const orders = await table(TESTID.ordersTable);
  await key(orders, 'Enter');
  await table(TESTID.orderLines);
  await key(document.body, 'F6');
  await find(TESTID.claimForm);
  return program;
}

async function write(text: string) {
  await fireEvent.input(await find(TESTID.claimText), { target: { value: text } });
}

describe('a claim', () => {
  it('begins on the chosen line of an order and is sent by the keyboard', async () => {
    const program = await begin();
    await write('Резьба сорвана');
    await key(document.body, 'Enter', { ctrlKey: true });
    const state = await find(TESTID.claimState);
    await waitFor(() => expect(state.dataset['state']).toBe('received'));
    expect((await find(TESTID.claimThread)).textContent).toContain('Резьба сорвана');
    expect((await find(TESTID.claimDeadline)).textContent).toContain('должен ответить до');
    const [claim] = program.claims;
    answerClaim(program, claim?.summary.id ?? '', 'Заменим', 'accepted');
    await waitFor(() => expect(state.dataset['state']).toBe('accepted'));
    expect((await find(TESTID.claimThread)).textContent).toContain('Заменим');
  });

  it('is sent although its words are just being written down', async () => {
    const program = await begin();
    await write('Резьба сорвана');
    await waitFor(() => expect(program.calls.some(call => call.name === 'claimsDescribe')).toBe(true), { interval: 1 });
    await key(document.body, 'Enter', { ctrlKey: true });
    const state = await find(TESTID.claimState);
    await waitFor(() => expect(state.dataset['state']).toBe('received'));
  });

  it('keeps its last words when the page is left at once', async () => {
    const program = await begin();
    await write('Сорвана резьба на двух');
    await key(document.body, '1', { code: 'Digit1', altKey: true });
    await table(TESTID.catalogueTable);
    await waitFor(() => expect(program.claims[0]?.text).toBe('Сорвана резьба на двух'));
    // And shows them when it is opened again.
    await key(document.body, '8', { code: 'Digit8', altKey: true });
    await key(await table(TESTID.claimsTable), 'Enter');
    expect(((await find(TESTID.claimText)) as HTMLTextAreaElement).value).toBe('Сорвана резьба на двух');
  });

  it('says what is missing instead of sending', async () => {
    const program = await begin();
    await fireEvent.click(await find(TESTID.claimSend));
    await waitFor(() => expect(document.body.textContent).toContain('Напишите, что случилось.'));
    expect(program.calls.filter(call => call.name === 'claimsSend')).toEqual([]);
  });

  it('waits with its photos without a network and says how many', async () => {
    const program = await begin(true);
    program.picked = [photo];
    await write('Упаковка порвана');
    await key(document.body, 'o', { code: 'KeyO', ctrlKey: true });
    await find(TESTID.claimThumb);
    await fireEvent.click(await find(TESTID.claimSend));
    const state = await find(TESTID.claimState);
    await waitFor(() => expect(state.dataset['state']).toBe('queued'));
    expect((await find(TESTID.claimWaits)).textContent).toContain('ждёт сети 1 файл из 1');
    await fireEvent.click(await find(TESTID.claimWithdraw));
    await find(TESTID.claimForm);
  });

  it('takes a copied picture while words are typed, leaves words to the field, and says when there is nothing', async () => {
    const program = await begin();
    const field = await find(TESTID.claimText);
    const paste = (types: string[], words: string) =>
      fireEvent.paste(field, { clipboardData: { types, getData: () => words } });
    const pasted = () => program.calls.filter(call => call.name === 'claimsPaste').length;
    // Not prevented: the field takes it.
    expect(await paste(['text/plain'], 'помята упаковка')).toBe(true);
    expect(pasted()).toBe(0);
    program.picked = [photo];
    expect(await paste(['Files'], '')).toBe(false);
    await find(TESTID.claimThumb);
    program.picked = [];
    expect(await paste([], '')).toBe(false);
    await waitFor(() => expect(document.body.textContent).toContain('ни снимка, ни файла'));
    expect(pasted()).toBe(2);
  });

  it('tells why a file was not attached and what to do', async () => {
    const program = await begin();
    program.refused = [{ name: 'IMG.HEIC', reason: 'heic', message: 'a HEIC photo' }];
    await fireEvent.click(await find(TESTID.claimAttach));
    const refused = await find(TESTID.claimRefused);
    expect(refused.textContent).toContain('IMG.HEIC');
    expect(refused.textContent).toContain('JPEG');
  });

  it('that is thrown away can be brought back', async () => {
    await begin();
    await fireEvent.click(await find(TESTID.claimDiscard));
    await waitFor(() => expect(document.body.textContent).toContain('Здесь будут рекламации'));
    await fireEvent.click(await find(TESTID.saidUndo));
    const claims = await table(TESTID.claimsTable);
    expect(row(claims, 0)?.textContent).toContain('не отправлена');
  });
});

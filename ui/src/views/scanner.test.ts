// A scanner over the mocked program: one more, so many, and a code that is learned.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

let now = 5000;

/** Types a code as a scanner does, with the signs of a Russian layout. */
function scan(code: string) {
  for (const digit of [...code, 'Enter']) {
    now += 8;
    const place = digit === 'Enter' ? 'Enter' : `Digit${digit}`;
    const event = new KeyboardEvent('keydown', { key: digit, code: place, bubbles: true, cancelable: true });
    Object.defineProperty(event, 'timeStamp', { value: now });
    (document.activeElement ?? document.body).dispatchEvent(event);
  }
  now += 1000;
}

describe('a scanner', () => {
  it('adds one more with every scan, sets so many behind a star, and learns a code that nobody knows', async () => {
    const program = open({}, true);
    const good = program.goods[2];
    if (!good) throw new Error('the mock has goods');
    await table(TESTID.catalogueTable);
    const quantity = () =>
      program.drafts.flatMap(draft => program.lineView(draft, good.item) ?? []).map(line => line.quantity_milli);
    const before = quantity().reduce((sum, one) => sum + one, 0);

    scan('4607001234567');
    const panel = await find(TESTID.scanPanel);
    expect(panel.textContent).toContain('4607001234567');
    const search = await find(TESTID.goodsPickerText);
    await fireEvent.input(search, { target: { value: good.article } });
    await find(TESTID.goodsPickerRow);
    await fireEvent.keyDown(search, { key: 'Enter' });
    await waitFor(() => expect(program.codes.map(code => code.code)).toEqual(['4607001234567']));
    await waitFor(() => expect(quantity().reduce((sum, one) => sum + one, 0)).toBe(before + 1000));
    expect(screen.queryByTestId(TESTID.scanPanel)).toBeNull();

    scan('4607001234567');
    await waitFor(() => expect(quantity().reduce((sum, one) => sum + one, 0)).toBe(before + 2000));

    await key(document.body, '1', { code: 'Digit1' });
    await key(document.body, '2', { code: 'Digit2' });
    await key(document.body, '*', { code: 'NumpadMultiply' });
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('12 ×'));
    scan('4607001234567');
    await waitFor(() => expect(quantity()).toContain(12_000));
  });

  it('is taken back in the draft that it was put into, whichever is the current one by then', async () => {
    const program = open({}, true);
    const good = program.goods[2];
    if (!good) throw new Error('the mock has goods');
    await table(TESTID.catalogueTable);
    const draft = program.newDraft('e1', 'Первый');
    program.setLine(draft, good.item, 5000);
    const code = '4607001234567';
    const { item, article, name } = good;
    const said = { entity_name: '', person_name: '', is_own: true, said_at_ms: 0, is_gone: false, earlier: [] };
    program.codes = [{ entity: 'e1', code, item, article, name, ...said }];
    program.changed({ drafts: true });
    await key(document.body, 'd', { code: 'KeyD', ctrlKey: true });
    await table(TESTID.draftTable);
    const quantities = () =>
      program.drafts.map(one => one.lines.find(line => line.item === item)?.quantityMilli ?? 0).filter(one => one > 0);
    const before = quantities();

    scan(code);
    await find(TESTID.saidUndo);
    expect(quantities()).not.toEqual(before);
    await key(document.body, 'n', { code: 'KeyN', ctrlKey: true });
    await key(document.body, 'z', { code: 'KeyZ', ctrlKey: true });
    await waitFor(() => expect(quantities()).toEqual(before));
  });
});

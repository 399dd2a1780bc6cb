// What changed over the mocked program: counted in the rail, filtered, muted, marked as seen, and what it does to drafts.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ChangeKind, ChangeView } from '$lib/bindings';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

function change(kind: ChangeKind, article: string, inDraftsMilli = 0): ChangeView {
  return {
    kind,
    item: article,
    article,
    name: `Товар ${article}`,
    unit: 'шт',
    was_micro: 10_000_000,
    was_currency: 'RUB',
    now_micro: 12_300_000,
    now_currency: 'RUB',
    by_bp: 2300,
    stock_milli: 5000,
    in_drafts_milli: inDraftsMilli,
    at_ms: 0,
    is_muted: false,
  };
}

describe('the page of what changed', () => {
  it('shows what the prices do to drafts, filters, mutes with a way back, and begins anew once it is seen', async () => {
    const program = open({}, true);
    program.changes = [change('price_up', 'Б-1', 10_000), change('back', 'Г-1')];
    program.draftEffects = [
      {
        draft: 'd',
        name: 'На склад',
        lines: 1,
        left_out: [
          { item: 'Г-9', article: 'Г-9', name: 'Гайка М9', unit: 'шт', quantity_milli: 5_000, why: 'sold_no_more' },
        ],
        was_minor: 10_000,
        now_minor: 12_300,
        currency: 'RUB',
      },
    ];
    await table(TESTID.catalogueTable);
    await key(document.body, 'i', { altKey: true, code: 'KeyI' });
    const grid = await table(TESTID.changesTable);
    expect(grid.textContent).toContain('подорожал');
    const effect = (await find(TESTID.changesDraft)).textContent;
    expect(effect).toContain('На склад');
    expect(effect).toContain('без них');
    expect(effect.replace(/\s+/g, ' ')).toMatch(/Г-9 ?Гайка М9, 5.шт: больше не продаётся/);
    expect((await find(`${TESTID.nav}-changes`)).textContent).toContain('2');

    await fireEvent.click(await find(`${TESTID.changesKind}-back`));
    await waitFor(() => expect(screen.getByTestId(TESTID.changesTable).textContent).not.toContain('Б-1'));
    await fireEvent.click(await find(`${TESTID.changesKind}-back`));
    await waitFor(() => expect(screen.getByTestId(TESTID.changesTable).textContent).toContain('Б-1'));

    await key(await table(TESTID.changesTable), 'm', { code: 'KeyM' });
    await waitFor(() => expect(program.changes.filter(row => row.is_muted)).toHaveLength(1));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('больше не сообщаем'));
    await key(document.body, 'z', { ctrlKey: true, code: 'KeyZ' });
    await waitFor(() => expect(program.changes.filter(row => row.is_muted)).toHaveLength(0));

    await fireEvent.click(await find(TESTID.changesSeen));
    await waitFor(() => expect(screen.queryByTestId(TESTID.changesTable)).toBeNull());
  });
});

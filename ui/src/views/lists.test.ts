// A list dropped on a draft over the mocked program: what is in doubt is asked about, and nothing of it is lost meanwhile.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { AddReport, MissingLine } from '$lib/bindings';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

const EMPTY: Omit<AddReport, 'draft'> = {
  matched: [],
  choose: [],
  not_found: [],
  skipped: [],
  doubts: [],
  is_kept: true,
};

function missing(row: number, reason: MissingLine['reason']): MissingLine {
  return {
    sheet: '',
    row,
    raw: `row ${row}`,
    reason,
    item: null,
    unit: '',
    readings_milli: [],
    article: '',
    code: '',
    quantity_milli: null,
  };
}

describe('a list dropped on a draft', () => {
  it('asks which column holds the quantities, and keeps every other row in the report', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    await find(TESTID.draftCopy);
    program.dropped = {
      ...EMPTY,
      not_found: [missing(2, 'doubtful_columns'), missing(3, 'doubtful_columns'), missing(9, 'unreadable')],
      doubts: [
        {
          table: 0,
          role: 'quantity',
          sheet: '',
          first_row: 1,
          columns: [
            { column: 1, title: 'Москва', samples: ['5'] },
            { column: 2, title: '', samples: ['7', '3'] },
          ],
        },
      ],
    };
    const line = {
      sheet: '',
      row: 2,
      item: 'x',
      article: 'Б-1',
      own_code: null,
      quantity_milli: 7000,
      unit: 'шт',
      in_unit: null,
    };
    program.settled = {
      ...EMPTY,
      matched: [line],
      skipped: [{ sheet: '', row: 3, last_row: 3, why: 'not_ordered' }],
    };
    program.drop();
    const asked = await find(TESTID.pasteDoubt);
    expect(asked.textContent).toContain('В каком столбце количество?');
    const [, second] = screen.getAllByTestId(TESTID.pasteColumn);
    expect(second?.textContent).toContain('столбец 3');
    await fireEvent.click(second as HTMLElement);
    await waitFor(() => expect(screen.queryByTestId(TESTID.pasteDoubt)).toBeNull());
    expect(screen.getByTestId(TESTID.pasteMatched).dataset['count']).toBe('1');
    expect(screen.getByTestId(TESTID.pasteNotFound).dataset['count']).toBe('1');
    expect(screen.getByTestId(TESTID.pasteReport).textContent).toContain('row 9');
  });

  it('asks for the articles where two columns may hold them, and is taken back whole', async () => {
    const program = open({}, true);
    await fireEvent.click(await find(`${TESTID.nav}-drafts`));
    await key(await table(TESTID.draftsTable), 'Enter');
    await find(TESTID.draftCopy);
    const draft = program.drafts[0];
    const own = draft?.lines[0];
    if (!draft || !own) throw new Error('the mock has a draft with lines');
    const before = own.quantityMilli;
    program.setLine(draft, own.item, before + 7000);
    const line = { sheet: '', row: 2, item: own.item, article: 'Б-1', own_code: null, unit: 'шт', in_unit: null };
    program.dropped = {
      ...EMPTY,
      matched: [{ ...line, quantity_milli: 7000 }],
      doubts: [{ table: 1, role: 'article', sheet: 'Лист 2', first_row: 1, columns: [] }],
    };
    program.drop();
    expect((await find(TESTID.pasteDoubt)).textContent).toContain('Лист 2: в каком столбце артикулы?');

    await fireEvent.click(await find(TESTID.pasteTakeBack));
    await waitFor(() => expect(screen.queryByTestId(TESTID.pasteReport)).toBeNull());
    expect(draft.lines.find(one => one.item === own.item)?.quantityMilli).toBe(before);
    expect((await find(TESTID.said)).textContent).toContain('Добавленное из списка убрано');
  });
});

// Templates that colleagues share, over the mocked program: whose each is, taken as one's own, given and taken back.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import type { TemplateSummary } from '$lib/bindings';
import { find, key, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

const OWN: TemplateSummary = {
  id: 'own',
  name: 'А. Мой крепёж',
  lines: 1,
  updated_at_ms: 0,
  deleted_at_ms: null,
  entity: '',
  entity_name: '',
  author: '',
  is_own: true,
  newer_by: '',
};
const LINE = { item: 'i', article: 'Б-1', name: 'Болт', unit: 'шт', quantity_milli: 5_000, parts: [] };

async function page(...summaries: TemplateSummary[]) {
  const program = open({}, true);
  program.templates = summaries.map(summary => ({ summary, lines: [LINE] }));
  await fireEvent.click(await find(`${TESTID.nav}-drafts`));
  await fireEvent.click(await find(TESTID.templatesOpen));
  return { program, grid: await table(TESTID.templatesTable) };
}

describe('shared templates', () => {
  it('are given to colleagues of the chosen legal entity and taken back, with words of it', async () => {
    const { program, grid } = await page(OWN);
    await fireEvent.click(await find(TESTID.templateShare));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('виден коллегам'));
    expect(program.templates[0]?.summary.entity).not.toBe('');
    await waitFor(() => expect(grid.textContent).toContain('виден коллегам'));
    await fireEvent.click(await find(TESTID.templateShare));
    await waitFor(() => expect(program.templates[0]?.summary.entity).toBe(''));
  });

  it('of a colleague say whose they are, are not changed in place, and become one’s own when taken', async () => {
    const theirs = { ...OWN, id: '~e1/p2/own', is_own: false, author: 'Борис', entity: 'e1', entity_name: 'ООО' };
    const { program, grid } = await page({ ...theirs, newer_by: 'Анна' });
    expect(grid.textContent).toContain('Борис, ООО · есть новее: Анна');
    expect(screen.queryByTestId(TESTID.templateShare)).toBeNull();
    await key(grid, 'Delete');
    await key(await table(TESTID.templateLines), 'Delete');
    expect(program.templates[0]?.summary.deleted_at_ms).toBeNull();
    expect(program.templates[0]?.lines).toHaveLength(1);
    await fireEvent.click(await find(TESTID.templateTake));
    await waitFor(() => expect(program.templates).toHaveLength(2));
    expect(program.templates[1]?.summary.is_own).toBe(true);
  });
});

// Own price lists over the mocked program: made, looked at while they are typed, kept, written, thrown away and brought back.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../App.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';
import { done, failed, type ApiError } from '$lib/api/api';
import { mockApi } from '$lib/api/mock/api';
import { MockProgram } from '$lib/api/mock/program';
import { furnish } from '$lib/api/mock/scene';
import type { PriceListSummary } from '$lib/bindings';
import { fieldsOf, newFields, readFields, readMarkup, readPrice } from '$lib/state/priceListForm';

beforeEach(() => localStorage.clear());

describe('own price lists', () => {
  it('show what they come to as they are typed, are written for customers, and come back out of the trash', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await key(document.body, 'p', { altKey: true, code: 'KeyP' });
    await find(TESTID.empty);
    await fireEvent.click(screen.getByTestId(TESTID.priceListNew));
    const preview = await table(TESTID.priceListPreview);
    const priced = program.goods.filter(good => good.priceMicro !== null);
    expect(screen.getByTestId(TESTID.priceListGoods).dataset['count']).toBe(String(priced.length));
    const before = row(preview, 0)?.textContent;

    const markup = await find(TESTID.priceListMarkup);
    await fireEvent.input(markup, { target: { value: 'много' } });
    expect(markup.getAttribute('aria-invalid')).toBe('true');
    expect((screen.getByTestId(TESTID.priceListSave) as HTMLButtonElement).disabled).toBe(true);
    await fireEvent.input(markup, { target: { value: '100' } });
    await waitFor(async () => expect(row(await table(TESTID.priceListPreview), 0)?.textContent).not.toBe(before));

    await fireEvent.input(await find(TESTID.priceListName), { target: { value: 'Розница' } });
    await fireEvent.click(screen.getByTestId(`${TESTID.priceListWrite}-xlsx`));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('Розница.xlsx'));
    expect((await find(TESTID.priceListKept)).textContent).toContain('Розница');
    expect(program.calls.filter(call => call.name === 'priceListsSave')).toHaveLength(1);

    await fireEvent.click(screen.getByTestId(TESTID.priceListRemove));
    await waitFor(() => expect(screen.queryByTestId(TESTID.priceListKept)).toBeNull());
    await waitFor(() => expect(screen.getByTestId(TESTID.said).textContent).toContain('удалён'));
    await key(document.body, 'z', { ctrlKey: true, code: 'KeyZ' });
    expect((await find(TESTID.priceListKept)).textContent).toContain('Розница');
  });

  it('are written to a file after each sync, and say when that file could not be written', async () => {
    open({}, true);
    await table(TESTID.catalogueTable);
    await key(document.body, 'p', { altKey: true, code: 'KeyP' });
    await fireEvent.click(await find(TESTID.priceListNew));
    const path = await find(TESTID.priceListFile);
    await fireEvent.input(path, { target: { value: '/srv/open.xlsx' } });
    await fireEvent.click(screen.getByTestId(TESTID.priceListFileSet));
    expect((await find(TESTID.priceListFileFailed)).textContent).toContain('прежний цел');
    await fireEvent.input(await find(TESTID.priceListFile), { target: { value: '/srv/retail.xlsx' } });
    await fireEvent.click(screen.getByTestId(TESTID.priceListFileSet));
    await waitFor(() => expect(screen.queryByTestId(TESTID.priceListFileFailed)).toBeNull());
    expect(document.body.textContent).toContain('Пишется заново после обмена');
  });

  it('say on every screen that a sync could not write a file, once for each list', async () => {
    const program = new MockProgram({ copies: 1 });
    furnish(program);
    const api = mockApi(program);
    const summary = (name: string, failure: ApiError | null): PriceListSummary => ({
      id: name,
      name,
      entity: '',
      entity_name: '',
      may_make: true,
      file: { path: `/srv/${name}.xlsx`, written_at_ms: 1, failure },
      updated_at_ms: 0,
      deleted_at_ms: null,
    });
    const held = failed('invalid', 'in use').error;
    let lists = [summary('Розница', null), summary('Опт', null)];
    render(App, { props: { api: { ...api, priceListsList: async inTrash => done(inTrash ? [] : lists) } } });
    await table(TESTID.catalogueTable);
    program.changed({ documents: true });
    expect(screen.queryByTestId(TESTID.said)).toBeNull();
    lists = [summary('Розница', held), summary('Опт', held)];
    program.changed({ documents: true });
    await waitFor(() => expect(screen.getByTestId(TESTID.said).textContent).toContain('Розница, Опт'));
    lists = [summary('Розница', held), summary('Опт', null), summary('Сад', held)];
    program.changed({ documents: true });
    await waitFor(() => expect(screen.getByTestId(TESTID.said).textContent).toContain('Сад'));
    expect(screen.getByTestId(TESTID.said).textContent).not.toContain('Розница');
  });

  it('become an offer to one customer, with what was said of the dealer kept for the next', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await key(document.body, 'p', { altKey: true, code: 'KeyP' });
    await fireEvent.click(await find(TESTID.priceListNew));
    await table(TESTID.priceListPreview);
    await fireEvent.click(screen.getByTestId(TESTID.offerOpen));
    await fireEvent.input(await find(TESTID.offerCustomer), { target: { value: 'ИП Кузнецов' } });
    const drafts = screen.getByTestId(TESTID.offerDraft) as HTMLSelectElement;
    await fireEvent.change(drafts, { target: { value: drafts.options[1]?.value } });
    await fireEvent.click(screen.getByTestId(TESTID.offerGo));
    await waitFor(async () => expect((await find(TESTID.said)).textContent).toContain('ИП Кузнецов.pdf'));
    const [call] = program.calls.filter(one => one.name === 'priceListsOffer');
    expect(call?.args[0]).toMatchObject({ draft: drafts.options[1]?.value, logo: null, valid_until: null });
    expect(screen.queryByTestId(TESTID.offerPanel)).toBeNull();
  });

  it('say which goods no rule names', async () => {
    const program = open({}, true);
    await table(TESTID.catalogueTable);
    await key(document.body, 'p', { altKey: true, code: 'KeyP' });
    await fireEvent.click(await find(TESTID.priceListNew));
    await table(TESTID.priceListPreview);
    await fireEvent.click(screen.getByRole('button', { name: 'Убрать правило 1' }));
    const left = await find(`${TESTID.priceListLeftOut}-no_rule`);
    expect(left.dataset['count']).toBe(String(program.goods.length));
  });
});

describe('the fields of a price list', () => {
  it('are read as exact figures or marked', () => {
    expect(readPrice('1 234,5')).toBe(1_234_500_000);
    expect(readPrice('0.000001')).toBe(1);
    expect(readMarkup('12,5 %')).toBe(1250);
    expect(readMarkup('-3')).toBe(-300);
    for (const text of ['', 'x', '1.2.3', '0,0000001', '-1', '12345678901']) expect(readPrice(text)).toBeNull();

    const fields = newFields('e', 'Опт');
    fields.rules[0] = { group: '', brand: ' Bosch ', from: '', below: 'x', markup: '' };
    fields.exceptions = [{ article: '', kind: 'price', value: '5' }];
    expect(readFields(fields).faults).toEqual(new Set(['rules.0.below', 'rules.0.markup', 'exceptions.0.article']));
  });

  it('come back as they were kept', () => {
    const fields = { ...newFields('e', 'Опт'), from: '10', way: 'up' as const, seller: 'ИП Кузнецов' };
    fields.exceptions = [
      { article: 'Б-1', kind: 'price', value: '77,7' },
      { article: 'Б-2', kind: 'markup', value: '-2,5' },
    ];
    const { recipe } = readFields(fields);
    if (!recipe) throw new Error('every field can be read');
    const summary = {
      id: '1',
      name: 'Опт',
      entity: 'e',
      entity_name: '',
      may_make: true,
      file: null,
      updated_at_ms: 0,
      deleted_at_ms: null,
    };
    const again = fieldsOf({ summary, recipe }, 'ru');
    expect(again).toEqual({ ...fields, step: '0,01' });
    expect(readFields(again).recipe).toEqual(recipe);
  });
});

// Pictures in the table of goods, and the way from it to variants and back, over the mocked program.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { done, type Api } from '$lib/api/api';
import { ThumbnailsState } from '$lib/state/thumbnails.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => {
  localStorage.clear();
});

describe('small pictures', () => {
  /** What was asked for, question by question. */
  function asking() {
    const asked: string[][] = [];
    const mediaThumbnails: Api['mediaThumbnails'] = items => {
      asked.push(items);
      return Promise.resolve(done(items.map(item => ({ item, image: `data:${item}` }))));
    };
    return { asked, thumbnails: new ThumbnailsState({ mediaThumbnails }) };
  }

  it('are asked for once the table rests, each once, and again after a sync', async () => {
    const { asked, thumbnails } = asking();
    thumbnails.look(['passed over']);
    thumbnails.look(['a', 'b']);
    await waitFor(() => expect(thumbnails.of('b')).toBe('data:b'));
    thumbnails.look(['b', 'c']);
    await waitFor(() => expect(thumbnails.of('c')).toBe('data:c'));
    thumbnails.doubt();
    expect(thumbnails.of('c')).toBe('data:c');
    await waitFor(() => expect(asked).toEqual([['a', 'b'], ['c'], ['b', 'c']]));
  });

  it('are forgotten where there are too many, but for those on screen', async () => {
    const { thumbnails } = asking();
    const many = (from: number) => Array.from({ length: 600 }, (_, n) => `i${from + n}`);
    thumbnails.look(many(0));
    await waitFor(() => expect(thumbnails.of('i0')).not.toBe(''));
    thumbnails.look(many(600));
    await waitFor(() => expect(thumbnails.of('i1199')).not.toBe(''));
    expect([thumbnails.of('i0'), thumbnails.of('i599')]).toEqual(['', 'data:i599']);
  });

  it('stand in a column that can be switched off, and then nothing is asked for', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    await waitFor(() => expect(row(grid, 0)?.querySelector('img:not([hidden])')).not.toBeNull());
    const asked = program.thumbnailsAsked;
    await fireEvent.click(await find(TESTID.columns));
    const box = document.querySelector<HTMLInputElement>('input[value="picture"]');
    if (!box) throw new Error('no such column');
    await fireEvent.click(box);
    await waitFor(() => expect(row(grid, 0)?.querySelector('img')).toBeNull());
    await key(grid, 'End');
    await new Promise(resolve => setTimeout(resolve, 120));
    expect(program.thumbnailsAsked).toBe(asked);
  });
});

describe('variants and analogues', () => {
  it('are reached by a key, also with the card hidden, and Escape leads back', async () => {
    open();
    const grid = await table(TESTID.catalogueTable);
    await key(grid, 'F4');
    await waitFor(() => expect(screen.queryByTestId(TESTID.card)).toBeNull());
    await key(grid, 'F7');
    const card = await find(TESTID.card);
    await waitFor(() => expect(card.contains(document.activeElement)).toBe(true));
    const field = document.activeElement as HTMLInputElement;
    expect(field.tagName).toBe('INPUT');
    await fireEvent.input(field, { target: { value: '7' } });
    await key(field, 'Escape');
    expect(field.value).toBe('');
    expect(document.activeElement).toBe(field);
    await key(field, 'Escape');
    expect(document.activeElement).toBe(grid);
  });
});

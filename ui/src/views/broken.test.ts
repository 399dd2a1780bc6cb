// A view that breaks over an answer it did not expect: the window says so and offers a way out.

import { fireEvent } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import { find, open, table } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('a view that breaks', () => {
  it('leaves words and a button instead of an empty window', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    program.news = null as never;
    await fireEvent.click(await find('nav-news'));
    const failure = await find(TESTID.failure);
    expect(failure.dataset['code']).toBe('internal');
    expect(failure.querySelector('button')?.textContent).toBe('Повторить');
  });
});

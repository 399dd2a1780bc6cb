// The whole window over the mocked program, and what tests do in it.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { expect } from 'vitest';
import App from './App.svelte';
import { mockApi } from '$lib/api/mock/api';
import { MockProgram, type MockOptions } from '$lib/api/mock/program';
import { furnish } from '$lib/api/mock/scene';
import { TESTID } from './testids';

export function open(options: MockOptions = {}, isFurnished = false): MockProgram {
  const program = new MockProgram({ copies: 1, ...options });
  if (isFurnished) furnish(program);
  render(App, { props: { api: mockApi(program) } });
  return program;
}

export const find = (testid: string) => screen.findByTestId(testid);

export const row = (table: HTMLElement, index: number) =>
  table.querySelector<HTMLElement>(`[role=row][data-index="${index}"]`);

export async function key(target: Element, name: string, init: KeyboardEventInit = {}): Promise<void> {
  await fireEvent.keyDown(target, { key: name, code: name, ...init });
}

/** A table once it has its first row. */
export async function table(testid: string): Promise<HTMLElement> {
  const grid = await find(testid);
  await waitFor(() => expect(row(grid, 0)?.textContent?.trim()).toBeTruthy());
  return grid;
}

/** Subscribes to the goods of the first row of the catalogue, offering `threshold`; gives back the item. */
export async function subscribe(threshold: string): Promise<string> {
  const grid = await table(TESTID.catalogueTable);
  await key(grid, 'u', { code: 'KeyU', ctrlKey: true });
  const field = await find(TESTID.subscribeThreshold);
  await fireEvent.input(field, { target: { value: threshold } });
  await fireEvent.submit(field.closest('form') as HTMLFormElement);
  return row(grid, 0)?.dataset['key'] ?? '';
}

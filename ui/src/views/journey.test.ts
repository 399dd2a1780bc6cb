// The whole window over the mocked program, by keyboard as a person uses it.

import { fireEvent, render, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../App.svelte';
import { failed, type Api } from '$lib/api/api';
import { mockApi } from '$lib/api/mock/api';
import { MockProgram, type MockOptions } from '$lib/api/mock/program';
import { furnish } from '$lib/api/mock/scene';
import type { SyncStatus } from '$lib/bindings';
import { t } from '$lib/i18n/text.svelte';
import { find, key, open, row, table } from '../test-window';
import { TESTID } from '../testids';

async function type(testid: string, text: string): Promise<HTMLElement> {
  const field = await find(testid);
  await fireEvent.input(field, { target: { value: text } });
  return field;
}

beforeEach(() => {
  localStorage.clear();
});

describe('a device that cannot go on as it is', () => {
  it.each([
    ['it was shut out', 'signed_out'],
    ['the gateway has another certificate', 'certificate'],
  ] as const)(
    'connects again from the exchange page, keeps its old recovery code, and works on: %s',
    async (_, code) => {
      const program = open({ delayMs: 1 });
      await table(TESTID.catalogueTable);
      program.sync = { ...program.sync, link: 'failing', problem: 'revoked', problem_code: code };
      program.recoveryCode = '';
      program.changed({ sync: true });
      await fireEvent.click(await find(TESTID.syncState));
      await fireEvent.click(await find(TESTID.enrolAgain));
      await type(TESTID.enrolUrl, 'http://127.0.0.1:8080');
      await type(TESTID.enrolCode, '7k2m abcd');
      program.sync = { ...program.sync, link: 'online', problem: '', problem_code: null };
      await fireEvent.submit((await find(TESTID.enrolSubmit)).closest('form') as HTMLFormElement);
      await find(TESTID.syncPage);
      await fireEvent.click(await find('nav-catalogue'));
      await table(TESTID.catalogueTable);
      expect(screen.queryByTestId(TESTID.syncPage)).toBeNull();
    },
  );
});

describe('the exchange page', () => {
  it('tells whether changes arrive at once, and takes its word back', async () => {
    const program = open({ delayMs: 1 });
    await table(TESTID.catalogueTable);
    await fireEvent.click(await find(TESTID.syncState));
    const says = async (live: SyncStatus['live']) => {
      program.sync = { ...program.sync, live };
      program.changed({ sync: true });
      await waitFor(() => expect(screen.getByTestId(TESTID.syncLive).textContent).toBe(t(`syncPage.live.${live}`)));
    };
    await find(TESTID.syncLive);
    for (const live of ['listening', 'waiting', 'connecting', 'off'] as const) await says(live);
  });
});

describe('first run', () => {
  it('goes from the code over the recovery code to a catalogue that can be searched', async () => {
    open({ stage: 'first_run', delayMs: 1 });
    await type(TESTID.enrolUrl, 'http://127.0.0.1:8080');
    await type(TESTID.enrolCode, '7k2m abcd');
    await fireEvent.submit((await find(TESTID.enrolSubmit)).closest('form') as HTMLFormElement);
    expect((await find(TESTID.recoveryCode)).textContent).toMatch(/^R4TD-/);
    expect(await find(TESTID.recoveryContinue)).toHaveProperty('disabled', true);
    await fireEvent.click(await find(TESTID.recoveryConfirm));
    await fireEvent.click(await find(TESTID.recoveryContinue));
    await find(TESTID.frame);
    await table(TESTID.catalogueTable);
  });

  it('asks for a passphrase, and says why, only where no keyring runs', async () => {
    const program = open({ stage: 'first_run', hasKeyring: false });
    expect((await find(TESTID.enrolPassphrase)).closest('form')?.textContent).toContain('служба ключей не запущена');
    await type(TESTID.enrolUrl, 'http://127.0.0.1:8080');
    await type(TESTID.enrolCode, '7k2m');
    await type(TESTID.enrolPassphrase, 'correct horse');
    await type(TESTID.enrolPassphraseAgain, 'correct hors');
    await fireEvent.submit((await find(TESTID.enrolSubmit)).closest('form') as HTMLFormElement);
    expect(program.calls.some(call => call.name === 'profileEnroll')).toBe(false);
    await type(TESTID.enrolPassphraseAgain, 'correct horse');
    await fireEvent.submit((await find(TESTID.enrolSubmit)).closest('form') as HTMLFormElement);
    await find(TESTID.recoveryCode);
    expect(program.calls.find(call => call.name === 'profileEnroll')?.args[0]).toMatchObject({
      passphrase: 'correct horse',
    });
  });
});

describe('keys that no code opens', () => {
  it('are explained without a form that could not help', async () => {
    open({ stage: 'key_missing', canRecover: false });
    expect((await find(TESTID.keysLost)).textContent).toBe(t('keysLost.title'));
    expect(screen.queryByRole('textbox')).toBeNull();
    expect(screen.queryByTestId(TESTID.keyMissing)).toBeNull();
  });
});

describe('an order by keyboard', () => {
  it('is typed, checked, decided and sent', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    for (const digit of ['2', '5']) {
      await key(grid, digit);
      const field = await find(TESTID.quantityInput);
      expect(field).toBe(document.activeElement);
      await fireEvent.input(field, { target: { value: `${digit}00` } });
      await key(field, 'Enter');
    }
    await waitFor(() => expect(program.drafts[0]?.lines.map(line => line.quantityMilli)).toEqual([200_000, 500_000]));
    await waitFor(async () => expect((await find(TESTID.draftStripLines)).dataset['lines']).toBe('2'));
    program.atSupplier.set('item-1', { stockMilli: 100_000 });

    await key(window as unknown as Element, 'Enter', { ctrlKey: true });
    const check = await find(TESTID.checkTable);
    const changed = await screen.findAllByTestId(TESTID.checkRow);
    expect(changed.map(line => line.dataset['item'])).toContain('item-1');
    for (let line = 0; line < changed.length; line += 1) await key(check, '3');
    await key(window as unknown as Element, 'Enter', { ctrlKey: true });
    expect((await find(TESTID.outcome)).dataset['outcome']).toBe('placed');
    expect(program.orders).toHaveLength(1);
  });

  it('Escape restores a quantity, and digits start anew', async () => {
    const program = open({}, true);
    const grid = await table(TESTID.catalogueTable);
    await key(grid, '7');
    await key(await find(TESTID.quantityInput), 'Escape');
    expect(screen.queryByTestId(TESTID.quantityInput)).toBeNull();
    expect(program.calls.some(call => call.name === 'draftsSetQuantity')).toBe(false);
    expect(document.activeElement).toBe(grid);
  });

  it('a text that is no quantity is not saved and says so', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    await key(grid, '7');
    const field = await find(TESTID.quantityInput);
    await fireEvent.input(field, { target: { value: '7,,' } });
    await key(field, 'Enter');
    expect(field.getAttribute('aria-invalid')).toBe('true');
    expect(program.calls.some(call => call.name === 'draftsSetQuantity')).toBe(false);
  });

  it('keys work in the Russian layout', async () => {
    open();
    await table(TESTID.catalogueTable);
    await fireEvent.keyDown(window, { key: 'л', code: 'KeyK', ctrlKey: true });
    expect(document.activeElement).toBe(await find(TESTID.search));
  });

  it('offline it offers the queue and shows the order there, never as placed', async () => {
    const program = open({}, true);
    await find(TESTID.draftStrip);
    program.goOffline(true);
    await key(window as unknown as Element, 'Enter', { ctrlKey: true });
    await fireEvent.click(await find(TESTID.checkQueue));
    expect((await find(TESTID.outcome)).dataset['outcome']).toBe('queued');
    await fireEvent.click(await find(TESTID.outcomeOpen));
    expect((await find(TESTID.orderState)).dataset['state']).toBe('queued');
    await find(TESTID.orderWithdraw);
  });

  it('of a quantity that means two things the user says which one', async () => {
    open({ delayMs: 1 });
    await table(TESTID.catalogueTable);
    const paste = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(paste, { clipboardData: { types: ['text/plain'], getData: () => 'DIN933-8x16-ZN;1,000' } });
    document.body.dispatchEvent(paste);
    expect((await find(TESTID.pasteMatched)).dataset['count']).toBe('0');
    const readings = await screen.findAllByTestId(TESTID.pasteReading);
    expect(readings.map(button => button.dataset['milli'])).toEqual(['1000000', '1000']);
    await fireEvent.click(readings[0] as HTMLElement);
    await waitFor(() => expect(screen.queryByTestId(TESTID.pasteReading)).toBeNull());
    expect(screen.getByTestId(TESTID.pasteReport).textContent).toContain(t('paste.chosen'));
  });

  it('a quantity that cannot be told stays in its field until it is mended', async () => {
    open({ delayMs: 1 });
    const goods = await table(TESTID.catalogueTable);
    await key(goods, '1');
    const field = await find(TESTID.quantityInput);
    for (const text of ['1,000', '1 00', '0,5', 'много']) {
      await fireEvent.input(field, { target: { value: text } });
      await key(field, 'Enter');
      expect((await find(TESTID.quantityFault)).textContent).not.toBe('');
      await fireEvent.blur(field);
      expect(screen.getByTestId<HTMLInputElement>(TESTID.quantityInput).value).toBe(text);
      expect(field.getAttribute('aria-invalid')).toBe('true');
    }
    await fireEvent.input(field, { target: { value: '12' } });
    expect(screen.queryByTestId(TESTID.quantityFault)).toBeNull();
    await key(field, 'Enter');
    await waitFor(() => expect(screen.queryByTestId(TESTID.quantityInput)).toBeNull());
  });

  it('a pasted list becomes lines, with a report', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    const paste = new Event('paste', { bubbles: true, cancelable: true });
    Object.assign(paste, { clipboardData: { types: ['text/plain'], getData: () => 'DIN933-8x16-ZN;200\nNOPE;1' } });
    document.body.dispatchEvent(paste);
    expect((await find(TESTID.pasteMatched)).dataset['count']).toBe('1');
    expect((await find(TESTID.pasteNotFound)).dataset['count']).toBe('1');
    expect(program.drafts[0]?.lines).toHaveLength(1);
  });
});

describe('the table', () => {
  it('is a grid with the count of all rows, of which few are drawn', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    expect(grid.getAttribute('role')).toBe('grid');
    expect(grid.getAttribute('aria-rowcount')).toBe(String(program.goods.length + 1));
    expect(grid.querySelectorAll('[role=row]').length).toBeLessThan(60);
    await key(grid, 'ArrowDown');
    await key(grid, 'ArrowDown');
    const named = grid.getAttribute('aria-activedescendant') ?? '';
    expect(document.getElementById(named)?.getAttribute('aria-rowindex')).toBe('4');
  });

  it('sorts by the key of a column', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    await fireEvent.keyDown(grid, { key: '!', code: 'Digit4', altKey: true, shiftKey: true });
    await waitFor(() =>
      expect(program.calls.filter(call => call.name === 'cataloguePage').at(-1)?.args[0]).toMatchObject({
        sort: 'price',
      }),
    );
  });

  it('shows the columns that the user wants, now and after a restart', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    expect(grid.querySelector('[data-column=pack]')).not.toBeNull();
    await fireEvent.click(grid.querySelector('input[value=pack]') as HTMLElement);
    await waitFor(() => expect(grid.querySelector('[data-column=pack]:not([hidden])')).toBeNull());
    expect(grid.querySelector<HTMLInputElement>('input[value=name]')?.disabled).toBe(true);
    await waitFor(() => expect(program.memory.get('table.catalogue')).toContain('"hidden":["pack"]'));
  });

  it('lets the columns be chosen by keyboard, and Escape gives the focus back', async () => {
    open();
    const grid = await table(TESTID.catalogueTable);
    const chooser = grid.querySelector<HTMLElement>(`[data-testid=${TESTID.columns}]`) as HTMLElement;
    const list = chooser.closest('details') as HTMLDetailsElement;
    chooser.focus();
    list.open = true;
    const box = list.querySelector<HTMLInputElement>('input[value=pack]') as HTMLInputElement;
    box.focus();
    await key(box, 'Escape');
    expect(list.open).toBe(false);
    expect(document.activeElement).toBe(chooser);
    list.open = true;
    box.focus();
    grid.focus();
    await waitFor(() => expect(list.open).toBe(false));
  });

  it('keeps the nodes of a row that comes again unchanged, so that a click on it is not lost', async () => {
    const program = open();
    const grid = await table(TESTID.catalogueTable);
    const name = row(grid, 1)?.querySelector('[data-column=name] span')?.firstChild;
    const asked = program.calls.filter(call => call.name === 'cataloguePage').length;
    program.changed({ catalogue: true });
    await waitFor(() =>
      expect(program.calls.filter(call => call.name === 'cataloguePage').length).toBeGreaterThan(asked),
    );
    await new Promise(resolve => setTimeout(resolve, 0));
    expect(row(grid, 1)?.querySelector('[data-column=name] span')?.firstChild).toBe(name);
  });

  it('each keystroke asks for the first rows of the latest text', async () => {
    const program = open();
    await table(TESTID.catalogueTable);
    await type(TESTID.search, 'гай');
    await type(TESTID.search, 'гайк');
    await waitFor(async () => expect((await find(TESTID.catalogueTable)).textContent).toContain('Гайка'));
    const asked = program.calls
      .filter(call => call.name === 'cataloguePage')
      .map(call => (call.args[0] as { text: string }).text);
    expect(asked).toContain('гай');
    expect(asked.at(-1)).toBe('гайк');
  });
});

describe('a failure is shown: what happened, and its code', () => {
  const shown = async (code: string) => {
    await waitFor(() => {
      const codes = screen.queryAllByTestId(TESTID.failure).map(failure => failure.dataset['code']);
      expect(codes).toContain(code);
    });
  };

  const everywhere: [
    name: string,
    command: keyof Api,
    options: MockOptions,
    act: (program: MockProgram) => Promise<unknown>,
  ][] = [
    ['opening the profile', 'profileState', {}, async () => {}],
    [
      'enrolling',
      'profileEnroll',
      { stage: 'first_run' },
      async () => {
        await type(TESTID.enrolUrl, 'http://x');
        await type(TESTID.enrolCode, '7k2m');
        await fireEvent.submit((await find(TESTID.enrolSubmit)).closest('form') as HTMLFormElement);
      },
    ],
    [
      'unlocking',
      'profileUnlock',
      { stage: 'locked' },
      async () => {
        await type(TESTID.unlockPassphrase, 'wrong');
        await fireEvent.submit((await find(TESTID.unlockSubmit)).closest('form') as HTMLFormElement);
      },
    ],
    [
      'recovering',
      'profileRecover',
      { stage: 'key_missing' },
      async () => {
        await type(TESTID.recoverCode, 'R4TD');
        await fireEvent.submit((await find(TESTID.recoverSubmit)).closest('form') as HTMLFormElement);
      },
    ],
    ['the rows of the catalogue', 'cataloguePage', {}, async () => {}],
    ['the groups', 'catalogueGroups', {}, async () => {}],
    ['the card', 'catalogueCard', {}, async () => table(TESTID.catalogueTable)],
    [
      'saving a quantity',
      'draftsSetQuantity',
      {},
      async () => {
        const grid = await table(TESTID.catalogueTable);
        await key(grid, '+');
      },
    ],
    [
      'pasting',
      'draftsAddLines',
      {},
      async () => {
        await table(TESTID.catalogueTable);
        const paste = new Event('paste', { bubbles: true, cancelable: true });
        Object.assign(paste, { clipboardData: { types: ['text/plain'], getData: () => 'A;1' } });
        document.body.dispatchEvent(paste);
      },
    ],
    ['the drafts', 'draftsList', {}, async () => fireEvent.click(await find(`${TESTID.nav}-drafts`))],
    [
      'making a draft',
      'draftsCreate',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-drafts`));
        await fireEvent.click(await find(TESTID.newDraft));
      },
    ],
    ['opening a draft', 'draftsShow', {}, async () => fireEvent.click(await find(TESTID.draftStrip))],
    [
      'renaming a draft',
      'draftsDescribe',
      {},
      async () => {
        await fireEvent.click(await find(TESTID.draftStrip));
        await find(TESTID.draftName);
        await key(window as unknown as Element, 'F2');
        const field = await type(TESTID.draftNameInput, 'Срочно');
        await key(field, 'Enter');
      },
    ],
    [
      'putting a draft into the trash',
      'draftsSetDeleted',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-drafts`));
        await key(await table(TESTID.draftsTable), 'Delete');
      },
    ],
    ['checking', 'ordersCheck', {}, async () => fireEvent.click(await find(TESTID.checkButton))],
    [
      'placing',
      'ordersPlace',
      {},
      async () => {
        await fireEvent.click(await find(TESTID.checkButton));
        await fireEvent.click(await find(TESTID.checkSend));
      },
    ],
    ['the orders', 'ordersList', {}, async () => fireEvent.click(await find(`${TESTID.nav}-orders`))],
    [
      'opening an order',
      'ordersShow',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-orders`));
        await key(await table(TESTID.ordersTable), 'Enter');
      },
    ],
    [
      'taking an order back',
      'ordersWithdraw',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-orders`));
        const grid = await table(TESTID.ordersTable);
        for (let line = 0; line < 3; line += 1) await key(grid, 'ArrowDown');
        await fireEvent.click(await find(TESTID.orderWithdraw));
      },
    ],
    ['the documents', 'documentsList', {}, async () => fireEvent.click(await find(`${TESTID.nav}-documents`))],
    ['a sheet', 'documentsPreview', {}, async () => fireEvent.click(await find(`${TESTID.nav}-documents`))],
    [
      'saving a document',
      'documentsSave',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-documents`));
        await fireEvent.click(await find(TESTID.documentSave));
      },
    ],
    [
      'printers',
      'documentsPrinters',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-documents`));
        await fireEvent.click(await find(TESTID.documentPrint));
      },
    ],
    [
      'printing',
      'documentsPrint',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-documents`));
        await fireEvent.click(await find(TESTID.documentPrint));
        await fireEvent.submit((await find(TESTID.printGo)).closest('form') as HTMLFormElement);
      },
    ],
    [
      'syncing',
      'syncNow',
      {},
      async () => {
        await fireEvent.click(await find(TESTID.syncState));
        await fireEvent.click(await find(TESTID.syncNow));
      },
    ],
    [
      'the settings',
      'settingsSet',
      {},
      async () => {
        await fireEvent.click(await find(`${TESTID.nav}-settings`));
        await fireEvent.click((await find(TESTID.settingsTheme)).querySelector('[value=dark]') as HTMLElement);
      },
    ],
  ];

  it.each(everywhere)('%s', async (_, command, options, act) => {
    const program = new MockProgram({ copies: 1, ...options });
    if (!options.stage) furnish(program);
    program.failures.set(command, failed('disk_full', 'no space left on device'));
    render(App, { props: { api: mockApi(program) } });
    await act(program);
    await shown('disk_full');
  });
});

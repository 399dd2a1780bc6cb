// The first hour over the mocked program: the sample, help, the tour, why there is no connection.

import { fireEvent, screen, waitFor } from '@testing-library/svelte';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { failed } from '$lib/api/api';
import { find, open } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => localStorage.clear());

describe('the second door', () => {
  it('leads into the sample and begins the page anew', async () => {
    const program = open({ stage: 'first_run' });
    program.startAnew = vi.fn();
    await fireEvent.click(await find(TESTID.sampleEnter));
    await waitFor(() => expect(program.startAnew).toHaveBeenCalledOnce());
    expect(program.profile).toMatchObject({ stage: 'ready', is_sample: true });
  });

  it('says why it does not open, and the code can still be typed', async () => {
    const program = open({ stage: 'first_run' });
    program.failures.set('sampleEnter', failed('disk_full', 'no space'));
    await fireEvent.click(await find(TESTID.sampleEnter));
    expect((await find(TESTID.failure)).dataset['code']).toBe('disk_full');
    expect(await find(TESTID.enrolUrl)).toBeTruthy();
  });

  it('is marked on every screen, and says why nothing is sent', async () => {
    const program = open({}, true);
    program.showSample(true);
    program.failures.set('ordersCheck', failed('sample', 'this is the built-in sample'));
    expect((await find(TESTID.sampleBar)).textContent).toContain('Образец');
    await fireEvent.click(await find(TESTID.checkButton));
    const failure = await find(TESTID.failure);
    expect(failure.dataset['code']).toBe('sample');
    expect(failure.textContent).toContain('никуда не отправляется');
    expect(screen.getByTestId(TESTID.sampleBar)).toBeTruthy();
  });
});

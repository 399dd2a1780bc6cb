// Why an action failed, in the window's language: the cause with its figures, and no English where a person reads.

import { fireEvent, render } from '@testing-library/svelte';
import { beforeEach, describe, expect, it } from 'vitest';
import App from '../App.svelte';
import { failed } from '$lib/api/api';
import { mockApi } from '$lib/api/mock/api';
import { MockProgram } from '$lib/api/mock/program';
import type { Reason } from '$lib/bindings';
import { foundText } from '$lib/i18n/found';
import { reasonText } from '$lib/i18n/reason';
import { isLanguage, setLanguage } from '$lib/i18n/text.svelte';
import { find, open } from '../test-window';
import { TESTID } from '../testids';

beforeEach(() => setLanguage('ru'));

async function enrolment(reason: Reason | null, code: Parameters<typeof failed>[0]): Promise<string> {
  const program = open({ stage: 'first_run' });
  program.failures.set('profileEnroll', failed(code, 'English words of the command line', reason));
  await fireEvent.input(await find(TESTID.enrolUrl), { target: { value: 'заказы поставщика' } });
  await fireEvent.input(await find(TESTID.enrolCode), { target: { value: '7K2M-7K2M' } });
  await fireEvent.click(await find(TESTID.enrolSubmit));
  return (await find(TESTID.failure)).textContent.trim();
}

describe('a failure', () => {
  it('says what is wrong with an address, in place of general words and without English', async () => {
    const told = await enrolment({ cause: 'not_an_address' }, 'invalid');
    expect(told).toContain('Это не адрес сервера.');
    expect(told).not.toMatch(/[A-Za-z]/);
    expect(told).not.toContain('Так сделать нельзя');
  });

  it('keeps its general words and names what answered', async () => {
    const told = await enrolment(
      { cause: 'page_answers', title: 'Вход в гостевую сеть', status: 200 },
      'not_a_gateway',
    );
    expect(told).toContain('отвечает не сервер поставщика');
    expect(told).toContain('«Вход в гостевую сеть» (код ответа 200)');
    expect(told).not.toMatch(/[A-Za-z]/);
  });

  it('shows English only as what it is, where the program itself failed', async () => {
    const told = await enrolment(null, 'internal');
    expect(told).toContain('Для поддержки: English words of the command line');
  });

  it('is worded at the start of the program too', async () => {
    const program = new MockProgram({ copies: 1 });
    program.profile = {
      ...program.profile,
      notice: 'The file with drafts was damaged.',
      notices: [{ cause: 'desk_set_aside', path: '/данные/desk.db.1' }, { cause: 'copy_lost' }],
    };
    render(App, { props: { api: mockApi(program) } });
    const told = (await find(TESTID.notice)).textContent;
    expect(told).toContain('Он сохранён как /данные/desk.db.1, начат новый.');
    expect(told).toContain('Копия данных поставщика пропала');
    expect(told).not.toContain('damaged');
  });
});

describe('a cause', () => {
  const told = (reason: Reason, language = 'ru') => {
    if (isLanguage(language)) setLanguage(language);
    return reasonText(reason);
  };

  it('has the form that its figure needs', () => {
    expect(told({ cause: 'text_too_long', limit: 4000 })).toMatch(/^Текст длиннее 4\s000 знаков\./);
    expect(told({ cause: 'comment_too_long', limit: 1 })).toContain('1 знака');
    expect(told({ cause: 'too_many_rows', limit: 22 }, 'uk')).toContain('22 рядки');
    expect(told({ cause: 'text_too_long', limit: 1 }, 'en')).toContain('1 character.');
  });

  it('names the file, what was done with it and what the system says', () => {
    const file = { cause: 'file', deed: 'read_list', path: 'D:\\заказ.xlsx', said: 'os error 32' } as const;
    expect(told({ ...file, fault: 'in_use' })).toBe(
      'Список не читается: D:\\заказ.xlsx. Файл открыт в другой программе. Закройте его там и повторите.',
    );
    expect(told({ ...file, fault: 'other' })).toContain('Система ответила: os error 32');
    expect(told({ ...file, fault: 'no_access' }, 'uk')).toContain('Система не дає доступу');
  });

  it('leaves out what is not known', () => {
    expect(told({ cause: 'server_not_found', at: '' })).toBe('Имя сервера не найдено. Проверьте адрес и сеть.');
    expect(told({ cause: 'server_not_found', at: 'https://заказы.рф' })).toContain('(https://заказы.рф)');
    expect(told({ cause: 'page_answers', title: '', status: 0 })).toBe('Отвечает веб-страница.');
  });
});

describe('a step of the connection check', () => {
  it('tells whose certificate it is, until when, and how far the clock is off', () => {
    const told = foundText({
      found: 'certificate',
      subject: 'CN=заказы.рф',
      issuer: 'CN=Чужой издатель',
      from_ms: Date.UTC(2020, 0, 2, 12),
      until_ms: Date.UTC(2026, 10, 20, 12),
      sha256: 'ab12',
      clock: { is_ahead: false, days: 0, hours: 3, minutes: 12 },
    });
    expect(told).toBe(
      'CN=заказы.рф. Выдан: CN=Чужой издатель. Действует с 02.01.2020 по 20.11.2026. SHA-256 ab12. Часы этого компьютера отстают на 3 ч 12 мин.',
    );
  });

  it('tells who named a proxy and what it said', () => {
    const proxy = { found: 'proxy_failed', at: 'proxy:3128', is_of_settings: true } as const;
    expect(foundText({ ...proxy, trouble: { trouble: 'silent', seconds: 10 } })).toBe(
      'proxy:3128, назван в настройках программы. Ответа нет уже 10 секунд.',
    );
    expect(foundText({ ...proxy, trouble: { trouble: 'said', words: 'HTTP/1.1 403' } })).toContain('HTTP/1.1 403');
  });
});

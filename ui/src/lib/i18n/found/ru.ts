// Russian texts of what the steps of the connection check find. `none` stands for what is not known.

import type { Findings } from './keys';

export const ru = {
  'found.address': '{address}',
  'found.no_proxy': 'Прокси-сервера нет.',
  'found.proxy_not_looked_into': 'Прокси-сервер вида {scheme}, он не проверяется.',
  'found.proxy': '{by, select, settings {{at}, назван в настройках программы.} other {{at}, назван системой.}}',
  'found.proxy_failed':
    '{by, select, settings {{at}, назван в настройках программы.} other {{at}, назван системой.}} {trouble}',
  'found.numbers': '{host} — это {numbers}.',
  'found.no_number': 'У имени {host} нет адреса в сети.',
  'found.name_failed': '{host}. {trouble}',
  'found.connected': '{number}',
  'found.not_connected': '{number}. {trouble}',
  'found.trusted': 'Система ему доверяет.',
  'found.named': 'Тот, что назван в приглашении.',
  'found.certificate_unread': 'Не читается. SHA-256 {sha256}. {clock}',
  'found.certificate': '{subject}. Выдан: {issuer}. Действует с {from} по {until}. SHA-256 {sha256}. {clock}',
  'found.no_host': '{host}',
  'found.trouble': '{trouble}',
  'found.answer': 'Код ответа: {status}.{title, select, none {} other { Страница «{title}».}}',
  'found.without_token': 'Код ответа: {status}, хотя ключа доступа не посылали.',
  'found.in_step': 'Идут вместе с часами сервера.',
  'found.clock_off': '{clock}',
  'found.protocol': 'Версия {version}.',
  'found.gateway_busy': 'Сервер занят или дал сбой.',
  'found.call_unknown': 'Сервер не знает такого запроса.',
  'found.call': '{reason}',
  'trouble.said': 'Система ответила: {words}',
  'trouble.no_name_server': 'Ни один сервер имён не ответил.',
  'trouble.no_answer': 'Ответа нет.',
  'trouble.silent':
    'Ответа нет уже {seconds, plural, one {# секунду} few {# секунды} many {# секунд} other {# секунды}}.',
  'trouble.no_number_to_call': 'Не к чему подключаться: адрес в сети не найден.',
  'trouble.no_handshake': 'Сервер не начал защищённое соединение.',
  'skew.ahead': 'Часы этого компьютера спешат на {amount}.',
  'skew.behind': 'Часы этого компьютера отстают на {amount}.',
  'skew.minutes': '{minutes} мин',
  'skew.hours': '{hours} ч {minutes} мин',
  'skew.days': '{days} дн. {hours} ч',
} as const satisfies Findings;

// Ukrainian texts of what the steps of the connection check find. `none` stands for what is not known.

import type { Findings } from './keys';

export const uk: Findings = {
  'found.address': '{address}',
  'found.no_proxy': 'Проксі-сервера немає.',
  'found.proxy_not_looked_into': 'Проксі-сервер виду {scheme}, він не перевіряється.',
  'found.proxy': '{by, select, settings {{at}, названий у налаштуваннях програми.} other {{at}, названий системою.}}',
  'found.proxy_failed':
    '{by, select, settings {{at}, названий у налаштуваннях програми.} other {{at}, названий системою.}} {trouble}',
  'found.numbers': '{host} — це {numbers}.',
  'found.no_number': 'Ім’я {host} не має адреси в мережі.',
  'found.name_failed': '{host}. {trouble}',
  'found.connected': '{number}',
  'found.not_connected': '{number}. {trouble}',
  'found.trusted': 'Система йому довіряє.',
  'found.named': 'Той, що названий у запрошенні.',
  'found.certificate_unread': 'Не читається. SHA-256 {sha256}. {clock}',
  'found.certificate': '{subject}. Видав: {issuer}. Діє з {from} до {until}. SHA-256 {sha256}. {clock}',
  'found.no_host': '{host}',
  'found.trouble': '{trouble}',
  'found.answer': 'Код відповіді: {status}.{title, select, none {} other { Сторінка «{title}».}}',
  'found.without_token': 'Код відповіді: {status}, хоча ключа доступу не надсилали.',
  'found.in_step': 'Іде разом із годинником сервера.',
  'found.clock_off': '{clock}',
  'found.protocol': 'Версія {version}.',
  'found.gateway_busy': 'Сервер зайнятий або дав збій.',
  'found.call_unknown': 'Сервер не знає такого запиту.',
  'found.call': '{reason}',
  'trouble.said': 'Система відповіла: {words}',
  'trouble.no_name_server': 'Жоден сервер імен не відповів.',
  'trouble.no_answer': 'Відповіді немає.',
  'trouble.silent':
    'Відповіді немає вже {seconds, plural, one {# секунду} few {# секунди} many {# секунд} other {# секунди}}.',
  'trouble.no_number_to_call': 'Немає до чого підключатися: адресу в мережі не знайдено.',
  'trouble.no_handshake': 'Сервер не почав захищеного з’єднання.',
  'skew.ahead': 'Годинник цього комп’ютера поспішає на {amount}.',
  'skew.behind': 'Годинник цього комп’ютера відстає на {amount}.',
  'skew.minutes': '{minutes} хв',
  'skew.hours': '{hours} год {minutes} хв',
  'skew.days': '{days} дн. {hours} год',
};

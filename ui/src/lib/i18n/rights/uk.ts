// Ukrainian texts of rights and contracts.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'entity.noContract': 'ціни за договором',
  'stock.none': 'немає',
  'stock.few': 'мало',
  'stock.many': 'багато',
  'card.noContract': 'Ціни — за договором. Договору з постачальником поки немає: попросіть менеджера.',
  'contract.number': 'Договір № {number}',
  'contract.prices': 'ціни: {name}',
  'contract.payment': 'оплата: {terms}',
  'contract.delivery': 'доставка: {terms}',
  'check.less': 'менше',
  'rights.noDocuments': 'Ваша роль не показує замовлення й документи цієї юрособи.',
  'rights.noClaims': 'Ваша роль не показує рекламації цієї юрособи.',
  'notices.arrivalUntold': '{name}: є, ви чекали {wanted}',
  'reason.too_many_checks':
    'Постачальник не показує залишки, а про цей товар сьогодні питали в надто багатьох кількостях. Замовте кількість, яку вже перевіряли, або спробуйте завтра.',
  'error.too_many_checks.what':
    'Постачальник не показує залишки, а про цей товар сьогодні питали в надто багатьох кількостях.',
  'error.too_many_checks.do': 'Замовте кількість, яку вже перевіряли, або спробуйте завтра.',
  'unsent.title': 'Ненадіслане',
  'unsent.notice':
    '{n, plural, one {# чернетку більше не можна надіслати} few {# чернетки більше не можна надіслати} other {# чернеток більше не можна надіслати}}: змінилися ваші права.',
  'unsent.show': 'Показати й зберегти',
  'unsent.lead':
    'Нічого з цього не пішло постачальнику. Збережіть список у файл: його відкриє будь-яка таблиця, і його можна вставити в нову чернетку.',
  'unsent.nothing': 'Тут з’явиться робота, яку не можна надіслати через зміну прав. Зараз її немає.',
  'unsent.save': 'Зберегти у файл',
  'unsent.saved': 'Збережено: {path}',
  'unsent.kept': 'Чернетки на місці.',
  'unsent.discard': 'Видалити з цього комп’ютера',
  'unsent.discardSure': 'Точно видалити? Натисніть ще раз',
  'unsent.mayBePlaced': 'надіслано, відповіді не було',
  'unsent.reason.shut_out': 'Постачальник від’єднав це робоче місце.',
  'unsent.reason.entity_lost': 'Ви більше не працюєте за цю юрособу.',
  'unsent.reason.role_lost': 'Ваша роль більше не дозволяє замовляти.',
  'shutOut.title': 'Доступ закрито',
  'shutOut.lead':
    '{supplier} більше не приймає це робоче місце. Ціни, залишки й документи постачальника видалено з цього комп’ютера.',
  'shutOut.unsent': 'Ваші ненадіслані чернетки залишилися. Збережіть їх, перш ніж піти звідси:',
  'people.title': 'Хто працює за цю юрособу',
  'role.viewer': 'спостерігач',
  'role.buyer': 'закупівельник',
  'role.approver': 'погоджувач',
  'role.claims': 'комірник',
  'role.accountant': 'бухгалтер',
  'role.admin': 'адміністратор',
};

// Тексти сторінки «Гроші».

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'rail.money': 'Гроші',
  'keys.money': 'Гроші',
  'money.title': 'Гроші',
  'money.what': 'Юрособа, договір, документ',
  'money.due': 'Сплатити до',
  'money.total': 'Сума',
  'money.paid': 'Сплачено',
  'money.owed': 'Борг',
  'money.overdue': 'Прострочено',
  'money.late': 'Днів',
  'money.asOf': 'На коли',
  'money.all': 'Усі юрособи, {currency}',
  'money.contract': 'Договір № {number}',
  'money.noContract': 'Договір не вказано',
  'money.balance': 'без документів',
  'money.balanceTip': 'Постачальник повідомив лише загальний борг і скільки з нього прострочено.',
  'money.fold': 'Згорнути',
  'money.unfold': 'Розгорнути',
  'money.ageing': 'Строки боргу',
  'money.age.advance': 'аванс',
  'money.age.undated': 'без строку',
  'money.age.not_due': 'строк не настав',
  'money.age.late1_to7': '1–7 днів',
  'money.age.late8_to30': '8–30 днів',
  'money.age.late31_to60': '31–60 днів',
  'money.age.late61': 'понад 60 днів',
  'money.age.late_undated': 'прострочено, днів не сказано',
  'money.kept': 'Показано те, що було прочитано раніше.',
  'money.settled': 'За даними постачальника боргу немає: {names}.',
  'money.untold': 'Постачальник нічого не повідомив про борги: {names}.',
  'money.empty':
    'Тут буде, скільки винна кожна юрособа за кожним договором і документом і що прострочено. Дані приходять самі під час обміну, коли постачальник завантажить взаєморозрахунки на своєму боці. Попросіть про це його менеджера.',
};

// Texts of the page of money.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'rail.money': 'Money',
  'keys.money': 'Money',
  'money.title': 'Money',
  'money.what': 'Legal entity, contract, document',
  'money.due': 'Pay by',
  'money.total': 'Sum',
  'money.paid': 'Paid',
  'money.owed': 'Owed',
  'money.overdue': 'Overdue',
  'money.late': 'Days',
  'money.asOf': 'As of',
  'money.all': 'All legal entities, {currency}',
  'money.contract': 'Contract No. {number}',
  'money.noContract': 'No contract named',
  'money.balance': 'no documents',
  'money.balanceTip': 'The supplier told only the whole debt and what of it is overdue.',
  'money.fold': 'Fold',
  'money.unfold': 'Unfold',
  'money.ageing': 'How late it is',
  'money.age.advance': 'advance',
  'money.age.undated': 'no due date',
  'money.age.not_due': 'not due',
  'money.age.late1_to7': '1–7 days',
  'money.age.late8_to30': '8–30 days',
  'money.age.late31_to60': '31–60 days',
  'money.age.late61': 'over 60 days',
  'money.age.late_undated': 'overdue, days not told',
  'money.kept': 'What was read before is shown.',
  'money.settled': 'Nothing is owed by the supplier’s books: {names}.',
  'money.untold': 'The supplier told nothing of the debts of: {names}.',
  'money.empty':
    'Here you will see what each legal entity owes by contract and document, and what is overdue. It comes by itself with a sync once the supplier has loaded the settlements on his side. Ask his manager for it.',
};

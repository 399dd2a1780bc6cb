// English texts of limits of an order.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'limits.title': 'Before sending',
  'limits.minimum': 'Least sum of an order',
  'limits.missing': '{sum} missing',
  'limits.of': 'to the least sum of {sum}',
  'limits.reached': 'the least sum of {sum} is reached',
  'limits.overdue': '{sum} overdue',
  'limits.over': '{sum} beyond the limit',
  'limits.free': '{sum} of the limit free',
  'limits.refuse': 'the supplier does not take the order unless it is paid in advance',
  'limits.hold': 'the supplier ships it once it is paid',
  'limits.asOf': 'debt as of {moment}',
  'limits.prepay': 'Paid in advance',
  'limits.split': 'Split: what does not fit the limit into another draft',
  'limits.other': 'Order for {name}',
  'limits.add.tier': '+{more} {article}: at {price} ({sum})',
  'limits.add.pack': 'add {more} {article} ({sum})',
  'limits.add.repeat': 'you often take: {more} {article} ({sum})',
  'limits.splitName': '{name}, beyond the limit',
  'limits.splitDone': '{n, plural, one {# line} other {# lines}} in the draft “{name}”',
  'limits.refused.below_minimum':
    'The supplier would refuse it: {missing} missing to the least sum of an order, {least}.',
  'limits.refused.over_limit':
    'The supplier would refuse it: {over} beyond the limit, {overdue} overdue. Split it, mark it as paid in advance, or order for another legal entity.',
  'limits.usual': 'usually {least} to {most}',
  'reason.below_minimum': 'The sum of the order is below the least one of the contract. Add goods.',
  'reason.over_limit':
    'The order is beyond the credit limit, or a debt is overdue. Make it smaller, mark it as paid in advance, or order for another legal entity.',
};

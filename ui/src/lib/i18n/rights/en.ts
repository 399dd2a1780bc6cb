// English texts of rights and contracts.

import type { ru } from './ru';

export const en: Readonly<Record<keyof typeof ru, string>> = {
  'entity.noContract': 'prices by contract',
  'stock.none': 'none',
  'stock.few': 'few',
  'stock.many': 'many',
  'card.noContract': 'Prices come with a contract. There is none with the supplier yet: ask the manager.',
  'contract.number': 'Contract No. {number}',
  'contract.prices': 'prices: {name}',
  'contract.payment': 'payment: {terms}',
  'contract.delivery': 'delivery: {terms}',
  'check.less': 'less',
  'rights.noDocuments': 'Your role does not show the orders and documents of this legal entity.',
  'rights.noOrders': 'The orders of this legal entity will stand here: their state, lines and what was shipped.',
  'rights.noClaims': 'Your role does not show the claims of this legal entity.',
  'notices.arrivalUntold': '{name}: in stock, you waited for {wanted}',
  'reason.too_many_checks':
    'The supplier does not show stock, and these goods were asked about in too many quantities today. Order a quantity that was checked before, or try tomorrow.',
  'error.too_many_checks.what':
    'The supplier does not show stock, and these goods were asked about in too many quantities today.',
  'error.too_many_checks.do': 'Order a quantity that was checked before, or try tomorrow.',
  'unsent.title': 'Not sent',
  'unsent.notice':
    '{n, plural, one {# draft cannot be sent any more} other {# drafts cannot be sent any more}}: your rights have changed.',
  'unsent.show': 'Show and save',
  'unsent.lead':
    'Nothing of this went to the supplier. Save the list to a file: any spreadsheet opens it, and it can be pasted into a new draft.',
  'unsent.nothing': 'Work that cannot be sent because rights changed appears here. There is none now.',
  'unsent.save': 'Save to a file',
  'unsent.saved': 'Saved: {path}',
  'unsent.kept': 'The drafts are where they were.',
  'unsent.discard': 'Delete from this computer',
  'unsent.discardSure': 'Really delete? Press again',
  'unsent.mayBePlaced': 'sent, no answer came',
  'unsent.reason.shut_out': 'The supplier has shut this device out.',
  'unsent.reason.entity_lost': 'You do not work for this legal entity any more.',
  'unsent.reason.role_lost': 'Your role does not allow ordering any more.',
  'shutOut.title': 'Access is closed',
  'shutOut.lead':
    '{supplier} no longer accepts this device. The supplier’s prices, stock and documents were removed from this computer.',
  'shutOut.unsent': 'Your drafts that were not sent are still here. Save them before you leave:',
  'people.title': 'Who works for this legal entity',
  'role.viewer': 'viewer',
  'role.buyer': 'buyer',
  'role.approver': 'approver',
  'role.claims': 'storekeeper',
  'role.accountant': 'accountant',
  'role.admin': 'administrator',
};

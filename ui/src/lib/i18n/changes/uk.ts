// Ukrainian texts of what changed.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'changes.title': 'Зміни',
  'changes.empty':
    'З цього часу ціни, наявність і асортимент не змінювалися. Тут буде видно, що подорожчало й подешевшало, що знову є на складі та що більше не продається.',
  'changes.since': 'За який час',
  'changes.sinceLook': 'з минулого перегляду',
  'changes.days': '{n, plural, one {# день} few {# дні} many {# днів} other {# дня}}',
  'changes.after': 'після {moment}',
  'changes.filter': 'Артикул або назва',
  'changes.onlyDrafts': 'лише з чернеток',
  'changes.seen': 'Переглянуто',
  'changes.kept': 'Нічого не змінилося.',
  'changes.kind': 'Що змінилося',
  'changes.kind.price_up': 'подорожчав',
  'changes.kind.price_down': 'подешевшав',
  'changes.kind.price_new': 'нова ціна',
  'changes.kind.price_gone': 'ціни більше немає',
  'changes.kind.back': 'знову в наявності',
  'changes.kind.ran_out': 'закінчився',
  'changes.kind.discontinued': 'більше не продається',
  'changes.was': 'Було',
  'changes.now': 'Стало',
  'changes.stock': 'Залишок',
  'changes.inDrafts': 'У чернетках',
  'changes.at': 'Коли',
  'changes.mute': 'Не повідомляти',
  'changes.unmute': 'Повідомляти',
  'changes.mutedOne': '{article}: більше не повідомляємо',
  'changes.muted':
    '{n, plural, one {приховано # рядок} few {приховано # рядки} many {приховано # рядків} other {приховано # рядка}}',
  'changes.effects': 'Що це змінює в чернетках',
  'changes.lines': '{n, plural, one {# рядок} few {# рядки} many {# рядків} other {# рядка}}',
  'rail.changes': 'Зміни',
  'keys.changes': 'Зміни',
  'keys.changesSeen': 'Позначити переглянутим',
  'keys.mute': 'Не повідомляти про цей товар',
};

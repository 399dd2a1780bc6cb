// Ukrainian texts of hidden prices.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'hidden.hide': 'Приховати ціни й суми',
  'hidden.show': 'Показати ціни й суми',
  'hidden.title': 'Ціни й суми',
  'hidden.lead':
    'Поки ціни приховано, на екранах, у сповіщеннях і в тому, що ви копіюєте, замість них крапки, а документи з цінами не показуються, не зберігаються й не друкуються.',
  'hidden.document': 'Ціни приховано, тому документ не показано. F8 — показати.',
  'hidden.pinTitle': 'Код, щоб показати ціни',
  'hidden.pin': 'Код',
  'hidden.pinShow': 'Показати',
  'hidden.pinCancel': 'Залишити прихованими',
  'hidden.pinWrong':
    'Це інший код. Ціни залишилися прихованими. Забутий код знімає команда cabinet price-pin --remove.',
  'hidden.pinHint': 'Код із 4–32 знаків запитають, перш ніж показати ціни. Без коду їх показує F8.',
  'hidden.pinNew': 'Новий код',
  'hidden.pinOld': 'Попередній код',
  'hidden.pinSet': 'Зберегти код',
  'hidden.pinRemove': 'Прибрати код',
  'hidden.pinIsSet': 'Код збережено.',
  'hidden.pinIsGone': 'Коду більше немає.',
  'hidden.pinRefused': 'Попередній код інший, або в новому менше 4 чи більше 32 знаків. Усе лишилося як було.',
  'keys.prices': 'Приховати або показати ціни',
};

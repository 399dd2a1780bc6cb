// Ukrainian texts of what is decided about changed lines, by hand or by rules.

import type { ru } from './ru';

export const uk: Record<keyof typeof ru, string> = {
  'keys.analogue': 'Взяти аналог; ще раз — наступний',
  'keys.backorder': 'Взяти що є, решту почекати',
  'keys.onOrder': 'Замовити все: чого немає — під замовлення',
  'conflict.onOrder': 'Під замовлення',
  'keys.applyRules': 'Вирішити всі рядки за правилами',
  'conflict.analogue': 'Аналог',
  'conflict.analogueIs': 'Аналог {article}',
  'conflict.wait': 'Чекати',
  'conflict.waitRest': 'Взяти {quantity}, {rest} чекати',
  'conflict.instead': 'Замість {article}',
  'conflict.own': 'ваш',
  'conflict.notEnough': 'на всю кількість не вистачить',
  'conflict.there': 'є {quantity}',
  'conflict.noAnalogues': 'Аналогів у постачальника немає.',
  'conflict.arrives': 'Надійде: {what}',
  'conflict.chosen': 'До відправлення',
  'conflict.chosenLines':
    '{n, plural, one {# рядок} few {# рядки} many {# рядків} other {# рядка}}{waiting, plural, =0 {} other {, # чекає}}{left, plural, =0 {} other {, # залишиться}}',
  'conflict.rules': 'Правила для всіх рядків',
  'conflict.rise': 'прийняти зростання ціни до',
  'conflict.least': 'взяти що є, якщо є не менше',
  'conflict.percent': '%',
  'conflict.takesAnalogue': 'інакше мій перший аналог',
  'conflict.sendsRest': 'решта рядків не чекає',
  'conflict.sendsRestHint': 'Рядок, якого правила не покривають, залишиться в чернетці, інші підуть.',
  'conflict.apply': 'Застосувати',
  'conflict.badPercent': 'від 0 до 100, не більше двох знаків після коми',
  'conflict.applied':
    '{n, plural, =0 {Правила не підійшли до жодного рядка.} one {За правилами вирішено # рядок з {total}.} few {За правилами вирішено # рядки з {total}.} many {За правилами вирішено # рядків з {total}.} other {За правилами вирішено # рядка з {total}.}}',
  'conflict.offline': 'Якщо до того часу щось зміниться, зробити самій:',
  'conflict.offlineLead':
    'Рахується від цін і кількостей, які ви бачите зараз. Дорожче або менше, ніж дозволено, замовлення не піде: програма спитає вас.',
  'conflict.ruledTitle': 'За вашими правилами',
  'conflict.ruled.accept': 'взято {quantity} по {price} замість {asked} по {was}',
  'conflict.ruled.analogue': 'замість нього {instead}: {quantity} по {price}',
  'conflict.ruled.keep': 'залишився в чернетці',
  'conflict.waitingDraft': 'Чекає надходження',
  'placed.settledTitle': 'Відправляти нічого',
  'placed.settledLead':
    '{n, plural, =0 {Ваші рішення записано в чернетку.} one {Ваші рішення записано. # рядок чекає надходження, програма повідомить про нього.} few {Ваші рішення записано. # рядки чекають надходження, програма повідомить про нього.} many {Ваші рішення записано. # рядків чекають надходження, програма повідомить про нього.} other {Ваші рішення записано. # рядка чекають надходження, програма повідомить про нього.}}',
  'check.print': 'Друк',
  'guard.title':
    '{n, plural, one {# товар цієї чернетки вже замовлено} few {# товари цієї чернетки вже замовлено} many {# товарів цієї чернетки вже замовлено} other {# товару цієї чернетки вже замовлено}} за останні дні',
  'guard.order': 'Замовлення № {number}, {time}, {who}',
  'guard.waits': 'Замовлення чекає відправлення з цього комп’ютера, {time}',
  'guard.you': 'ви',
  'guard.line': '{name}: замовлено {ordered}, у чернетці {asked}',
  'guard.remove': 'Прибрати їх із чернетки',
  'guard.openOrder': 'Відкрити замовлення',
  'guard.allTheSame': 'Замовити все одно',
  'guard.removed':
    '{n, plural, one {Прибрано # рядок} few {Прибрано # рядки} many {Прибрано # рядків} other {Прибрано # рядка}}',
  'guard.kept': 'Чернетка залишилася такою, як була.',
  'keys.removeRepeated': 'Прибрати вже замовлене',
  'trash.removed': 'Прибрані рядки ({n})',
  'trash.removedHint': 'Їх можна повернути 90 днів, за сьогоднішніми цінами',
  'trash.bringBack': 'Повернути',
  'trash.bringAll': 'Повернути всі',
  'trash.close': 'Закрити',
  'keys.removedLines': 'Рядки, прибрані з чернетки',
  'trash.back':
    '{n, plural, one {Повернуто # рядок} few {Повернуто # рядки} many {Повернуто # рядків} other {Повернуто # рядка}}{left, plural, =0 {} other {, # більше не продається}}',
};

// Russian texts of hidden prices; the other languages have the same keys.

export const ru = {
  'hidden.hide': 'Скрыть цены и суммы',
  'hidden.show': 'Показать цены и суммы',
  'hidden.title': 'Цены и суммы',
  'hidden.lead':
    'Пока цены скрыты, на экранах, в уведомлениях и в том, что вы копируете, вместо них точки, а документы с ценами не показываются, не сохраняются и не печатаются.',
  'hidden.document': 'Цены скрыты, поэтому документ не показан. F8 — показать.',
  'hidden.pinTitle': 'Код, чтобы показать цены',
  'hidden.pin': 'Код',
  'hidden.pinShow': 'Показать',
  'hidden.pinCancel': 'Оставить скрытыми',
  'hidden.pinWrong': 'Это другой код. Цены остались скрытыми. Забытый код снимает команда cabinet price-pin --remove.',
  'hidden.pinHint': 'Код из 4–32 знаков спросят, прежде чем показать цены. Без кода их показывает F8.',
  'hidden.pinNew': 'Новый код',
  'hidden.pinOld': 'Прежний код',
  'hidden.pinSet': 'Сохранить код',
  'hidden.pinRemove': 'Убрать код',
  'hidden.pinIsSet': 'Код сохранён.',
  'hidden.pinIsGone': 'Кода больше нет.',
  'hidden.pinRefused': 'Прежний код другой, или в новом меньше 4 либо больше 32 знаков. Всё осталось как было.',
  'keys.prices': 'Скрыть или показать цены',
};

// Russian texts of feedback; the other languages have the same keys.

export const ru = {
  'keys.feedback': 'Написать отзыв',
  'feedback.title': 'Отзыв поставщику',
  'feedback.what': 'О чём',
  'feedback.problem': 'Не работает',
  'feedback.idea': 'Можно лучше',
  'feedback.question': 'Непонятно',
  'feedback.text': 'Своими словами',
  'feedback.picture': 'Снимок окна',
  'feedback.add': 'Приложить этот снимок',
  'feedback.warn':
    'На снимке могут быть цены, названия и суммы. Посмотрите: он уйдёт поставщику ровно таким. Без отметки снимок никуда не уйдёт и будет забыт.',
  'feedback.noPicture': 'Снимок окна здесь сделать нельзя; отзыв уйдёт без него.',
  'feedback.with': 'С отзывом уйдут ещё: версия программы, название открытой страницы и язык.',
  'feedback.send': 'Отправить',
  'feedback.cancel': 'Отмена',
  'feedback.kept': 'Написанное на месте.',
  'feedback.done': 'Отзыв у поставщика. Спасибо!',
  'feedback.queued': 'Нет связи: отзыв уйдёт сам',
  'feedback.refused': 'Поставщик не принял отзыв: слишком много или слишком длинно. Попробуйте короче или без снимка.',
  'feedback.open': 'Написать отзыв',
  'feedback.hint': 'Отзыв уходит людям поставщика; можно приложить снимок окна, показанный перед отправкой.',
} as const;

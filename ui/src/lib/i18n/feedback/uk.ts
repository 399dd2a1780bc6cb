// Ukrainian texts of feedback.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'keys.feedback': 'Написати відгук',
  'feedback.title': 'Відгук постачальнику',
  'feedback.what': 'Про що',
  'feedback.problem': 'Не працює',
  'feedback.idea': 'Можна краще',
  'feedback.question': 'Незрозуміло',
  'feedback.text': 'Своїми словами',
  'feedback.picture': 'Знімок вікна',
  'feedback.add': 'Додати цей знімок',
  'feedback.warn':
    'На знімку можуть бути ціни, назви та суми. Подивіться: він піде постачальнику саме таким. Без позначки знімок нікуди не піде й буде забутий.',
  'feedback.noPicture': 'Знімок вікна тут зробити не можна; відгук піде без нього.',
  'feedback.with': 'З відгуком підуть ще: версія програми, назва відкритої сторінки та мова.',
  'feedback.send': 'Надіслати',
  'feedback.cancel': 'Скасувати',
  'feedback.kept': 'Написане на місці.',
  'feedback.done': 'Відгук у постачальника. Дякуємо!',
  'feedback.queued': 'Немає зв’язку: відгук піде сам',
  'feedback.refused': 'Постачальник не прийняв відгук: забагато або задовго. Спробуйте коротше чи без знімка.',
  'feedback.open': 'Написати відгук',
  'feedback.hint': 'Відгук іде людям постачальника; можна додати знімок вікна, показаний перед надсиланням.',
};

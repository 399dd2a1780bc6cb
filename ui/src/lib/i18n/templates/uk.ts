// Ukrainian texts of templates.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'templates.title': 'Шаблони',
  'templates.trash': 'Видалені шаблони',
  'templates.name': 'Назва',
  'templates.keep': 'Зберегти як шаблон',
  'templates.keepHint':
    'Шаблон спільний для всіх ваших юросіб; чернетка за ним — за сьогоднішніми цінами. З тією самою назвою замінить попередній.',
  'templates.save': 'Зберегти',
  'templates.replace': 'Замінити',
  'templates.saved': 'Шаблон «{name}» збережено',
  'templates.trashed': 'Шаблон «{name}» видалено',
  'templates.use': 'Створити чернетку',
  'templates.useHint': 'Чернетка за сьогоднішніми цінами; що змінилося, буде позначено',
  'templates.by': 'Чий',
  'templates.share': 'Поділитися: {entity}',
  'templates.unshare': 'Зробити особистим',
  'templates.shared': 'Шаблон «{name}» бачать колеги: {entity}.',
  'templates.private': 'Шаблон «{name}» тепер лише ваш.',
  'templates.sharedLater': 'Буде надіслано, коли з’явиться зв’язок.',
  'templates.take': 'Взяти собі',
  'templates.takeHint': 'Стане вашим: його можна змінити, а поділившись — дати колегам свій варіант',
  'templates.taken': 'Шаблон «{name}» тепер і ваш',
  'templates.sharedIn': 'бачать колеги: {entity}',
  'templates.of': '{author}, {entity}',
  'templates.newer': 'є новіший: {person}',
  'templates.empty': 'Шаблонів немає. Відкрийте чернетку і збережіть її як шаблон.',
  'keys.keepTemplate': 'Зберегти як шаблон',
};

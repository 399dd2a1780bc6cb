// Russian texts of templates; the other languages have the same keys.

export const ru = {
  'templates.title': 'Шаблоны',
  'templates.trash': 'Удалённые шаблоны',
  'templates.name': 'Название',
  'templates.keep': 'Сохранить как шаблон',
  'templates.keepHint':
    'Шаблон общий для всех ваших юрлиц; черновик по нему — по сегодняшним ценам. С тем же названием заменит прежний.',
  'templates.save': 'Сохранить',
  'templates.replace': 'Заменить',
  'templates.saved': 'Шаблон «{name}» сохранён',
  'templates.trashed': 'Шаблон «{name}» удалён',
  'templates.use': 'Создать черновик',
  'templates.useHint': 'Черновик по сегодняшним ценам; что изменилось, будет отмечено',
  'templates.empty': 'Шаблонов нет. Откройте черновик и сохраните его как шаблон.',
  'keys.keepTemplate': 'Сохранить как шаблон',
};

// Ukrainian texts of labels and other marks of lines.

import type { ru } from './ru';

export const uk: Readonly<Record<keyof typeof ru, string>> = {
  'parts.title': 'Для кого або для чого',
  'parts.label': 'Мітка',
  'parts.amount': 'Скільки з {of}',
  'parts.date': 'Бажана дата',
  'parts.warehouse': 'Зі складу',
  'parts.anyWarehouse': 'з будь-якого',
  'parts.hint': 'Частина кількості з іншою міткою, датою або складом стане окремим рядком. Порожнє поле прибирає.',
  'parts.ofDraft': 'Мітка чернетки',
  'parts.ofDraftHint': 'Її отримають рядки без своєї мітки: у замовленні та коли чернетки об’єднуються.',
  'parts.marked': 'Позначено: {name}',
  'parts.filter': 'Мітки',
  'parts.all': 'усі',
  'parts.none': 'без мітки',
  'parts.column': 'Мітка',
  'parts.onOrder': 'під замовлення',
  'parts.orderedOnOrder': '{quantity} під замовлення',
  'keys.lineOnOrder': 'Під замовлення: чого немає, замовити все одно',
  'keys.lineLabel': 'Мітка, дата, склад рядка',
  'keys.draftLabel': 'Мітка чернетки',
  'keys.nextLabel': 'Наступна мітка',
};

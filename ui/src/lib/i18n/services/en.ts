// English texts of services on lines.

import type { ru } from './ru';

export const en: Record<keyof typeof ru, string> = {
  'services.title': 'Services on the line',
  'services.name': 'Service',
  'services.pieces': 'Pieces',
  'services.length': 'Length, mm',
  'services.add': 'Another service',
  'services.remove': 'Remove: {name}',
  'services.none': 'The supplier offers no services for these goods.',
  'services.empty': 'The line has no services.',
  'services.gone': 'This service is offered no more: remove it.',
  'services.hint':
    'Pieces are cut from the quantity of the line. Whether it is enough and what is left is told below it.',
  'services.saved': 'Services: {name}',
  'services.lengths': '{pieces} × {length} mm',
  'services.count': '{pieces} pcs',
  'services.per.line': 'for the line',
  'services.per.piece': 'a piece',
  'services.per.cut': 'a cut',
  'services.per.unit': 'for {unit}',
  'services.minimum': 'at least {sum}',
  'services.bar': 'bar of {length} mm',
  'services.isMinimum': 'the least charge',
  'services.left': '{length} mm left',
  'services.short': 'enough for {made}: take fewer or shorter ones',
  'services.shortUp': 'enough for {made}; for all it takes {up}',
  'services.tooLong': 'longer than a bar: at most {most} mm',
  'services.was': '{name}: was {was}, now {now}',
  'services.wasGone': '{name}: offered no more, the line goes without it',
  'services.unknown': 'no price',
  'keys.lineService': 'Services on the line: cutting and others',
  'pricing.trouble.service_gone': 'the service is gone',
  'pricing.trouble.service_unset': 'the number or length of pieces is missing',
  'pricing.trouble.service_too_long': 'a piece is longer than a bar',
  'pricing.trouble.service_short': 'not enough for the service',
};

// Services on lines, in words.

import type { ChangedServiceView, LineServiceView, ServiceTermsView } from '$lib/bindings';
import type { MessageKey } from '$lib/i18n/messages';
import { hasMessage, show, t } from '$lib/i18n/text.svelte';

/** What a service makes of the goods: «3 × 2000 мм»; empty when nothing is said. */
export function madeWords(service: { pieces: number | null; length_mm: number | null }): string {
  const { pieces, length_mm: length } = service;
  if (pieces !== null && length !== null) {
    return t('services.lengths', { pieces: show.quantity(pieces * 1000), length: show.quantity(length * 1000) });
  }
  return pieces === null ? '' : t('services.count', { pieces: show.quantity(pieces * 1000) });
}

/** A service with what it makes of the goods. */
export function serviceWords(service: { name: string; pieces: number | null; length_mm: number | null }): string {
  return [service.name, madeWords(service)].filter(part => part !== '').join(', ');
}

/** What a service costs: «50,00 ₽ за рез, не меньше 300,00 ₽». */
export function termsWords(terms: ServiceTermsView, unit: string): string {
  const key = `services.per.${terms.per}`;
  const per = hasMessage(key) ? t(key as MessageKey, { unit }) : terms.per;
  const parts = [`${show.priceWithSign(terms.price_micro, terms.currency)} ${per}`];
  if (terms.minimum_minor > 0) {
    parts.push(t('services.minimum', { sum: show.money(terms.minimum_minor, terms.currency) }));
  }
  if (terms.bar_mm !== null) parts.push(t('services.bar', { length: show.quantity(terms.bar_mm * 1000) }));
  return parts.join(', ');
}

/** What is wrong with a service and what can be done; empty when nothing is. */
export function serviceTrouble(service: LineServiceView, unit: string): string {
  if (service.trouble === null) return '';
  if (service.trouble === 'service_short') {
    const made = show.quantity((service.made ?? 0) * 1000);
    return service.up_milli === null
      ? t('services.short', { made })
      : t('services.shortUp', { made, up: show.quantityWithUnit(service.up_milli, unit) });
  }
  if (service.trouble === 'service_too_long') {
    return t('services.tooLong', { most: show.quantity((service.most_mm ?? 0) * 1000) });
  }
  const key = `pricing.trouble.${service.trouble}`;
  return hasMessage(key) ? t(key) : t('pricing.trouble.other');
}

/** What is left of the goods, or that the least charge is paid. */
export function serviceNote(service: LineServiceView): string {
  const parts: string[] = [];
  if (service.is_minimum) parts.push(t('services.isMinimum'));
  if (service.left_mm !== null) parts.push(t('services.left', { length: show.quantity(service.left_mm * 1000) }));
  return parts.join(', ');
}

/** What became of a service since the user looked. */
export function changedService(service: ChangedServiceView, unit: string): string {
  const name = serviceWords(service);
  if (service.now === null) return t('services.wasGone', { name });
  const words = (terms: ServiceTermsView | null) => (terms ? termsWords(terms, unit) : t('services.unknown'));
  return t('services.was', { name, was: words(service.was), now: words(service.now) });
}

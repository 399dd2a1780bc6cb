// What is wrong with a line, in words.

import type { ChangedLineView, TroubleView } from '$lib/bindings';
import { hasMessage, show, t } from '$lib/i18n/text.svelte';

/** A kind that this build does not know is told as such. */
export function troubleWords(trouble: TroubleView | null): string {
  if (trouble === null) return '';
  const key = `pricing.trouble.${trouble.code}`;
  const words = hasMessage(key) ? t(key) : t('pricing.trouble.other');
  return trouble.pack === '' ? words : `${words} (${trouble.pack})`;
}

/** Why the quantity of a checked line cannot be ordered, with the nearest one above. */
export function misfitWords(line: ChangedLineView): string {
  const key = `pricing.trouble.${line.misfit ?? ''}`;
  const words = hasMessage(key) ? t(key) : t('pricing.trouble.other');
  return line.up_milli === null ? words : `${words} (${show.quantity(line.up_milli)})`;
}

// Names of papers for people: `iso_a4_210x297mm` is A4, 210×297 mm.

import { t } from '$lib/i18n/text.svelte';

/** The name of a paper as people call it; as it stands where it is none of the standard. */
export function paperName(standard: string): string {
  const parts = /^[a-z]+_(.+)_([\d.]+)x([\d.]+)(mm|in)$/.exec(standard);
  if (!parts) return standard;
  const [, name = '', width = '', height = '', unit = ''] = parts;
  const words = name.replaceAll('-', ' ');
  const shown = /^[a-c]\d+$/.test(words) ? words.toUpperCase() : words.charAt(0).toUpperCase() + words.slice(1);
  return t(unit === 'mm' ? 'documents.paperMm' : 'documents.paperInch', { name: shown, size: `${width}×${height}` });
}

// Takes cells of a table to the clipboard, and says that they are there.

import { done } from '$lib/api/api';
import { asHtml, asTabbed, withoutMoney, type CopiedRows } from '$lib/format/copied';
import { arePricesHidden, currentLanguage, t } from '$lib/i18n/text.svelte';
import type { Workplace } from './workplace.svelte';

/** `rowsOf` gives null when the rows cannot be had, which their table shows. */
export async function copyCells(workplace: Workplace, rowsOf: () => Promise<CopiedRows | null>): Promise<void> {
  const language = currentLanguage();
  const copied = await workplace.copying.run(async () => {
    const all = await rowsOf();
    if (!all) return done(0);
    const rows = arePricesHidden() ? withoutMoney(all) : all;
    const put = await workplace.api.desktopCopy(asTabbed(rows, language), asHtml(rows, language));
    return put.ok ? done(rows.length) : put;
  });
  if (copied?.value) workplace.say(t('grid.copied', { n: copied.value }));
}

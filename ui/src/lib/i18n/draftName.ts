// What a draft is called on screen: the one of waiting lines has its name from the window's language until it is given another.

import type { DraftSummary } from '$lib/bindings';
import { t } from './text.svelte';

export function draftName(draft: Pick<DraftSummary, 'kind' | 'name'>): string {
  return draft.kind === 'waiting' && draft.name === '' ? t('conflict.waitingDraft') : draft.name;
}

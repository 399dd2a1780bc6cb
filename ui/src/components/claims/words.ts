// What a claim is, in the user's language; a word that a newer supplier sent stands as it came.

import type { ClaimSummary, RefusedFile, Why } from '$lib/bindings';
import { hasMessage, t } from '$lib/i18n/text.svelte';

/** Kinds and remedies in the order in which they are offered. */
export const KINDS = ['defect', 'packing', 'quantity', 'quality'] as const;
export const REMEDIES = ['replace', 'repair', 'refund', 'deliver', 'price_reduction'] as const;

function word(prefix: string, code: string): string {
  const key = `${prefix}.${code}`;
  return hasMessage(key) ? t(key) : code;
}

export const claimStateText = (state: string): string => word('claims.state', state);
export const kindText = (kind: string): string => word('claims.kind', kind);
export const remedyText = (remedy: string): string => word('claims.remedy', remedy);

/** Why a claim or a message waits or was refused. */
export function whyText(why: Why): string {
  const key = `claims.reason.${why}`;
  return hasMessage(key) ? t(key) : t(`reason.${why}`);
}

export function refusedText(file: RefusedFile): string {
  return t('attach.refused', { name: file.name, why: t(`attach.${file.reason}`) });
}

export function filesWait(claim: Pick<ClaimSummary, 'files_waiting' | 'files_queued'>): string {
  return t('claims.filesWait', { n: claim.files_waiting, total: claim.files_queued });
}

/** The tone of a state's chip. */
export function tone(state: string): string {
  const tones: Readonly<Record<string, string>> = {
    draft: 'plain',
    queued: 'warn',
    sent: 'warn',
    rejected: 'bad',
    parked: 'warn',
    received: 'accent',
    in_work: 'accent',
    answered: 'warn',
    accepted: 'good',
    declined: 'bad',
  };
  return tones[state] ?? 'plain';
}

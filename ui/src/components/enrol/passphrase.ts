// What a new passphrase must be before it is sent; Rust checks it again.

import type { MessageKey } from '$lib/i18n/messages';

const LEAST_LENGTH = 8;

/** The text that says what is wrong with a new passphrase; null when nothing is. */
export function passphraseProblem(passphrase: string, again: string): MessageKey | null {
  if ([...passphrase].length < LEAST_LENGTH) return 'enrol.passphraseShort';
  return passphrase === again ? null : 'enrol.passphraseDiffer';
}

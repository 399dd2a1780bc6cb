// What failed, in one line: the cause where Rust names one, else what its code says. `Failure` says more, and what to do.

import type { ApiError } from '$lib/api/api';
import { reasonText } from './reason';
import { hasMessage, t } from './text.svelte';

export function errorText(error: ApiError): string {
  const key = `error.${error.code}.what`;
  return (error.reason && reasonText(error.reason)) || (hasMessage(key) ? t(key) : error.message);
}

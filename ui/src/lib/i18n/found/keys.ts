// What the steps of the connection check find, taken from Rust: a finding without its words does not build.

import type { StepDetail, StepTrouble } from '$lib/bindings';

export type FoundKey =
  | `found.${StepDetail['found']}`
  | `trouble.${StepTrouble['trouble']}`
  | `skew.${'ahead' | 'behind' | 'minutes' | 'hours' | 'days'}`;

export type Findings = Readonly<Record<FoundKey, string>>;

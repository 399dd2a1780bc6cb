// What must be said in every language, taken from Rust: a cause without its words does not build.

import type { DiskFault, FileDeed, ForeignKind, Holder, KeyringFault, Reason, Thing } from '$lib/bindings';

export type CauseKey =
  | `cause.${Reason['cause']}`
  | `thing.${Thing}`
  | `deed.${FileDeed}`
  | `disk.${DiskFault}`
  | `foreign.${ForeignKind}`
  | `keyring.${KeyringFault}`
  | `holder.${Holder}`;

export type Causes = Readonly<Record<CauseKey, string>>;

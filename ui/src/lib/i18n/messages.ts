// The texts by language. Russian sets the keys; the others must have the same, and TypeScript checks it.

import type { ru } from './ru';

export type MessageKey = keyof typeof ru;
export type Messages = Readonly<Record<MessageKey, string>>;

import type { Messages } from './messages';
import { ru } from './ru';
export const en: Messages = ru;

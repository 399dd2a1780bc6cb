import type { Messages } from './messages';
import { ru } from './ru';
export const uk: Messages = ru;

// Where the cells of a table go when they are copied: the app says it once, every table under it finds it.

import { createContext } from 'svelte';
import type { CopiedRows } from '$lib/format/copied';

/** Asks for the rows itself, because they may have to be fetched. */
export type Copier = (rowsOf: () => Promise<CopiedRows | null>) => Promise<void>;

export const [getCopier, setCopier] = createContext<Copier>();

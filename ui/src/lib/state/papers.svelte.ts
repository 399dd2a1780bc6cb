// Papers of an order, a draft, a claim or a legal entity: which can be printed, and the sheet of one.

import type { PaperForm, PaperSource } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';
import { SheetState } from './sheet.svelte';

type PapersApi = Pick<
  Api,
  | 'documentsOffered'
  | 'documentsPreview'
  | 'documentsSave'
  | 'documentsPrinters'
  | 'documentsPrinter'
  | 'documentsPrint'
  | 'documentsPrintChoice'
  | 'documentsPrintJob'
  | 'documentsPrintCancel'
>;

export class PapersState extends SheetState {
  /** What can be printed, the usual first; `null` until it is known. */
  offered = $state.raw<PaperForm[] | null>(null);
  asking = new Action();

  #papers: PapersApi;

  constructor(api: PapersApi) {
    super(api);
    this.#papers = api;
  }

  /** Looks at the usual paper of a thing; of a legal entity, at that of a group of goods. */
  async open(source: PaperSource, of: string, group: string | null): Promise<void> {
    this.leave();
    this.offered = null;
    const offered = await this.asking.run(() => this.#papers.documentsOffered(source, of));
    if (!offered) return;
    this.offered = offered.value;
    const [usual] = offered.value;
    if (usual !== undefined) await this.look({ form: usual, of, group });
  }

  /** Another form of the same thing. */
  async choose(form: PaperForm): Promise<void> {
    if (this.paper !== null) await this.look({ ...this.paper, form });
  }
}

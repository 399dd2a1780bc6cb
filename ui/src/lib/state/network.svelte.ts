// How this network is left, and why there is no connection.

import type { ConnectionReport, ConnectionRequest, NetworkRequest, NetworkSettings } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

export class NetworkState {
  settings = $state.raw<NetworkSettings | null>(null);
  report = $state.raw<ConnectionReport | null>(null);
  loading = new Action();
  saving = new Action();
  checking = new Action();
  #api: Pick<Api, 'networkGet' | 'networkSet' | 'networkCheck'>;

  constructor(api: Pick<Api, 'networkGet' | 'networkSet' | 'networkCheck'>) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const settings = await this.loading.run(() => this.#api.networkGet());
    if (settings) this.settings = settings.value;
  }

  async save(request: NetworkRequest): Promise<boolean> {
    const settings = await this.saving.run(() => this.#api.networkSet(request));
    if (settings) this.settings = settings.value;
    return settings !== null;
  }

  /** What was found is of an earlier way to the supplier. */
  forget(): void {
    this.report = null;
  }

  async check(request: ConnectionRequest): Promise<void> {
    this.report = null;
    const report = await this.checking.run(() => this.#api.networkCheck(request));
    if (report) this.report = report.value;
  }
}

// The user's choices of language, colours and row height, as they stand in Rust.

import type { Settings } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

const COMPACT_ROW_PX = 21;
const COMFORTABLE_ROW_PX = 28;
const USUAL_ZOOM_PERCENT = 100;
/** What can be chosen, as Rust takes it. */
export const ZOOMS_PERCENT: readonly number[] = Array.from({ length: 13 }, (_, step) => 80 + step * 10);

type SettingsCalls = Pick<
  Api,
  'settingsGet' | 'settingsSet' | 'settingsHidePrices' | 'settingsShowPrices' | 'settingsPricePin'
>;

export class SettingsState {
  current = $state.raw<Settings>({
    language: '',
    theme: '',
    density: 'compact',
    notifications: {
      is_on: true,
      arrivals: true,
      price_drops: true,
      orders: true,
      invoices: true,
      quiet_from_min: 0,
      quiet_until_min: 0,
    },
    zoom_percent: USUAL_ZOOM_PERCENT,
    stays_in_tray: false,
    payment_lf_lines: false,
    hides_prices: false,
    has_price_pin: false,
    system_language: 'ru',
  });
  saving = new Action();
  /** Hiding and showing prices, and the code for it. */
  pricing = new Action();
  /** The code that shows prices is asked for. */
  isPinAsked = $state(false);
  language = $derived(this.current.language || this.current.system_language);
  rowHeight = $derived(this.current.density === 'comfortable' ? COMFORTABLE_ROW_PX : COMPACT_ROW_PX);

  #api: SettingsCalls;
  /** The change that is being written. Choices are written as a whole, so the next one must start from what it left. */
  #written: Promise<void> = Promise.resolve();

  constructor(api: SettingsCalls) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const settings = await this.saving.run(() => this.#api.settingsGet());
    if (settings) this.current = settings.value;
  }

  change(change: Partial<Settings>): Promise<void> {
    this.#written = this.#written.then(() => this.#write(change));
    return this.#written;
  }

  /** Hides prices, or shows them; where that takes a code, it is asked for. */
  async togglePrices(): Promise<void> {
    if (this.current.hides_prices) await this.showPrices(null);
    else await this.#price(() => this.#api.settingsHidePrices());
  }

  /** Whether they are shown now. */
  async showPrices(pin: string | null): Promise<boolean> {
    const areShown = await this.#price(() => this.#api.settingsShowPrices(pin));
    this.isPinAsked = !areShown && this.pricing.failure?.code === 'wrong_secret';
    if (pin === null && this.isPinAsked) this.pricing.dismiss();
    return areShown;
  }

  setPricePin(old: string | null, pin: string | null): Promise<boolean> {
    return this.#price(() => this.#api.settingsPricePin(old, pin));
  }

  async #price(call: () => ReturnType<Api['settingsGet']>): Promise<boolean> {
    await this.#written;
    const settings = await this.pricing.run(call);
    if (settings) this.current = settings.value;
    return settings !== null;
  }

  /** One step larger or smaller, as far as it goes. */
  zoomBy(steps: 1 | -1): Promise<void> {
    return this.#zoom(at => ZOOMS_PERCENT[ZOOMS_PERCENT.indexOf(at) + steps] ?? at);
  }

  zoomUsual(): Promise<void> {
    return this.#zoom(() => USUAL_ZOOM_PERCENT);
  }

  /** A key that is held down steps faster than a step is written: each starts from what the one before it left. */
  #zoom(next: (at: number) => number): Promise<void> {
    this.#written = this.#written.then(async () => {
      const zoom_percent = next(this.current.zoom_percent);
      if (zoom_percent !== this.current.zoom_percent) await this.#write({ zoom_percent });
    });
    return this.#written;
  }

  async #write(change: Partial<Settings>): Promise<void> {
    const settings = await this.saving.run(() => this.#api.settingsSet({ ...this.current, ...change }));
    if (settings) this.current = settings.value;
  }
}

// The rule by which papers are saved: what is typed, and where a paper would lie by it.

import type { FolderRule, SubFolders } from '$lib/bindings';
import type { Api } from '$lib/api/api';
import { Action } from './action.svelte';

type PaperFolderApi = Pick<Api, 'documentsFolderRule' | 'documentsSetFolderRule' | 'documentsFolderPreview'>;

export class PaperFolderState {
  /** What is typed; null until the rule is known. */
  rule = $state.raw<FolderRule | null>(null);
  preview = $state('');
  isSaved = $state(false);
  /** The rule that stands. */
  kept = $state.raw<FolderRule | null>(null);
  isChanged = $derived(this.rule?.folder !== this.kept?.folder || this.rule?.by !== this.kept?.by);
  loading = new Action();
  previewing = new Action();
  saving = new Action();

  #api: PaperFolderApi;
  #asked = 0;

  constructor(api: PaperFolderApi) {
    this.#api = api;
  }

  async load(): Promise<void> {
    const rule = await this.loading.run(() => this.#api.documentsFolderRule());
    if (!rule) return;
    this.kept = rule.value;
    await this.change(rule.value);
  }

  /** Of several previews on their way only the last is shown. */
  async change(change: Partial<FolderRule>): Promise<void> {
    const rule = { folder: '', by: 'none' as SubFolders, ...this.rule, ...change };
    this.rule = rule;
    this.isSaved = false;
    this.saving.dismiss();
    this.#asked += 1;
    const asked = this.#asked;
    const preview = await this.previewing.run(() => this.#api.documentsFolderPreview(trimmed(rule)));
    if (asked === this.#asked) this.preview = preview?.value ?? '';
  }

  async save(): Promise<void> {
    const { rule } = this;
    if (rule === null) return;
    const saved = await this.saving.run(() => this.#api.documentsSetFolderRule(trimmed(rule)));
    if (!saved) return;
    this.kept = saved.value;
    this.rule = saved.value;
    this.isSaved = true;
  }
}

function trimmed(rule: FolderRule): FolderRule {
  return { ...rule, folder: rule.folder.trim() };
}

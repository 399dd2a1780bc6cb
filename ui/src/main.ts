// Starts the window's page: the real program behind it, or the mocked one for `npm run dev` in a browser.

import '$lib/platformLanguage';
import { mount } from 'svelte';
import App from './App.svelte';
import type { Api } from '$lib/api/api';
import { tauriApi } from '$lib/api/tauri';
import './tokens.css';
import './base.css';

async function program(): Promise<Api> {
  if (import.meta.env.DEV && !('__TAURI_INTERNALS__' in globalThis)) {
    const { devApi } = await import('$lib/api/mock/scene');
    return devApi(location.search);
  }
  return tauriApi();
}

const target = document.getElementById('app');
if (target)
  void program().then(api => {
    target.replaceChildren();
    mount(App, { target, props: { api } });
  });

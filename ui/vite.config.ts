import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vitest/config';

const inSource = (path: string) => fileURLToPath(new URL(`./src/${path}`, import.meta.url));

export default defineConfig({
  plugins: [svelte()],
  resolve: {
    alias: { $lib: inSource('lib'), $components: inSource('components') },
    // Tests mount real components, so they need the browser build of Svelte.
    ...(process.env['VITEST'] ? { conditions: ['browser'] } : {}),
  },
  server: { port: 5173, strictPort: true },
  build: {
    target: ['safari16.4', 'chrome111'],
    // The window's content policy forbids inline scripts; the polyfill is not needed by its engines.
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    reportCompressedSize: true,
  },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.ts'],
    setupFiles: ['src/test-setup.ts'],
    restoreMocks: true,
    // A walk through every screen takes seconds on a machine that others use too.
    testTimeout: 20_000,
  },
});

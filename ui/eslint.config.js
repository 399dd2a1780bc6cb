import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

// What a folder may not import. The tiers point one way: views -> components/<domain> -> components/shared -> lib.
const noShell = { group: ['@tauri-apps/*'], message: 'Only lib/api speaks to the shell.' };
const noCommands = {
  group: ['**/bindings'],
  message: 'Take types only; calls go through lib/api.',
  allowTypeImports: true,
};
const noViews = { group: ['**/views/*', '**/App.svelte'], message: 'Views stand above this folder.' };
const noComponents = { group: ['$components/*', '**/components/**'], message: 'lib knows no component.' };
const noState = { group: ['$lib/state/*', '$lib/api/*'], message: 'Shared components get data by props.' };
const noDomain = {
  regex: '^\\$components/(?!shared/)|^\\.\\./(?!\\.\\./testids)',
  message: 'Shared components know no domain.',
};
const mock = { group: ['**/api/mock/*'], message: 'The mocked supplier is for tests and `npm run dev`.' };

const restrict = (...patterns) => ({ '@typescript-eslint/no-restricted-imports': ['error', { patterns }] });

export default ts.config(
  { ignores: ['dist', 'node_modules', 'src/lib/bindings.ts'] },
  ...ts.configs.strict,
  ...svelte.configs.recommended,
  {
    languageOptions: { globals: { ...globals.browser } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': 'error',
      'no-eval': 'error',
      eqeqeq: 'error',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
      ...restrict(noShell, noCommands, mock),
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, extraFileExtensions: ['.svelte'], svelteConfig } },
    rules: {
      // Components say `let` for props and runes, as Svelte's own documents do.
      'prefer-const': 'off',
      'svelte/prefer-const': 'off',
      // Maps and sets here are `$state.raw` values that are replaced whole, or plain caches behind a version.
      'svelte/prefer-svelte-reactivity': 'off',
    },
  },
  { files: ['src/lib/**'], rules: restrict(noShell, noCommands, mock, noComponents, noViews) },
  { files: ['src/components/**'], rules: restrict(noShell, noCommands, mock, noViews) },
  { files: ['src/components/shared/**'], rules: restrict(noShell, noCommands, mock, noViews, noState, noDomain) },
  { files: ['src/lib/api/**', 'src/main.ts'], rules: restrict(noComponents) },
  { files: ['**/*.test.ts', 'src/test-setup.ts', 'src/test-window.ts'], rules: restrict(noShell) },
);

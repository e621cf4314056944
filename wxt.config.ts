import preact from '@preact/preset-vite';
import { defineConfig } from 'wxt';
import { CHROME_KEY, FIREFOX_ID } from './tools/build/identity.ts';
import { MANAGED_SCHEMA, managedSchema } from './tools/build/managed-schema.ts';

/** `https:` and `wss:` because the service's address is known only once a browser is paired. */
const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  // Argon2id, which stands between a stolen vault and its passphrase, is WebAssembly.
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  'connect-src https: wss:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** In both browsers; Chromium's worker reaches the clipboard through a page of its own only. */
const PERMISSIONS = [
  'storage',
  'unlimitedStorage',
  'alarms',
  'notifications',
  'activeTab',
  'scripting',
  'idle',
  'clipboardWrite',
];

/** The tests' build is granted its host from the start, since no test can click the browser's own dialog. */
const testHost = process.env.COUNTERSIGN_TEST_HOST;

export default defineConfig({
  imports: false,
  manifestVersion: 3,
  modules: ['@wxt-dev/webextension-polyfill'],
  outDirTemplate: `${testHost ? 'test-' : ''}{{browser}}-mv{{manifestVersion}}{{modeSuffix}}`,
  // Both browsers preload modules by themselves; Vite's stand-in for older ones would weigh on each page.
  vite: () => ({ plugins: [preact()], build: { modulePreload: { polyfill: false } } }),
  hooks: {
    // Firefox reads what is managed from a file of its own, and knows no schema for it.
    'build:publicAssets': ({ config }, files) => {
      if (config.browser === 'firefox') return;
      files.push({ relativeDest: MANAGED_SCHEMA, contents: JSON.stringify(managedSchema) });
    },
  },
  manifest: ({ browser, command }) => ({
    name: 'Countersign',
    description: 'Approve your sign-ins from the toolbar: a second factor that lives in the browser.',
    permissions: [...PERMISSIONS, ...(browser === 'firefox' ? [] : ['offscreen'])],
    optional_host_permissions: ['https://*/*'],
    ...(testHost && { host_permissions: [`${testHost}/*`] }),
    ...(command === 'build' && { content_security_policy: { extension_pages: CONTENT_SECURITY_POLICY } }),
    action: { default_title: 'Countersign' },
    commands: {
      _execute_action: { suggested_key: { default: 'Alt+Shift+Y' } },
      'lock-vault': { suggested_key: { default: 'Alt+Shift+L' }, description: 'Lock the passcodes' },
    },
    ...(browser === 'firefox'
      ? {
          browser_specific_settings: {
            gecko: {
              id: FIREFOX_ID,
              strict_min_version: '142.0',
              data_collection_permissions: { required: ['none'] },
            },
          },
        }
      : { key: CHROME_KEY, minimum_chrome_version: '127', storage: { managed_schema: MANAGED_SCHEMA } }),
  }),
});

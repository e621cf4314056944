import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** The service's own pages: plain files with hashed assets, nothing inline, so that the strictest policy fits. */
export default defineConfig({
  root: here('.'),
  base: '/',
  publicDir: false,
  plugins: [preact({ prefreshEnabled: false })],
  build: {
    outDir: here('../../.output/pages'),
    emptyOutDir: true,
    assetsDir: 'assets',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: [
        'prompt',
        'step-up-done',
        'ceremony',
        'invitation',
        'activation',
        'portal',
        'message',
        'help',
      ].map((page) => here(`${page}.html`)),
      // One file for what pages have in common: a dozen small ones would cost each sign-in more than they spare.
      output: { codeSplitting: { groups: [{ name: 'page', minShareCount: 2 }] } },
    },
  },
});

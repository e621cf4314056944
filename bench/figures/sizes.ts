import { statSync } from 'node:fs';
import { join } from 'node:path';
import { browsers, gzipOf, loadedBy, pages, shipping } from '../../tests/builds/outputs.ts';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';

/** What people download, for the browser where it is more. */
export const sizes: Family = {
  figures: {
    content_script_bytes: { unit: 'bytes', target: 1_500, better: 'lower' },
    popup_gzip_bytes: { unit: 'bytes', target: 25_000, better: 'lower' },
    prompt_page_gzip_bytes: { unit: 'bytes', target: 45_000, better: 'lower' },
  },
  async run() {
    await buildStale(root, [...browsers, 'pages']);
    const folders = browsers.map(shipping);
    return {
      content_script_bytes: Math.max(...folders.map((folder) => statSync(join(folder, 'detect.js')).size)),
      popup_gzip_bytes: Math.max(...folders.map((folder) => gzipOf(folder, loadedBy(folder, 'popup.html')))),
      prompt_page_gzip_bytes: gzipOf(pages, loadedBy(pages, 'prompt.html')),
    };
  },
};

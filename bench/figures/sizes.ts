import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { browsers, loadedBy, shipping } from '../../tests/builds/outputs.ts';
import { buildStale } from '../../tools/build/build.ts';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';

/** What people download, for the browser where it is more. */
export const sizes: Family = {
  figures: {
    content_script_bytes: { unit: 'bytes', target: 1_500, better: 'lower' },
    popup_gzip_bytes: { unit: 'bytes', target: 25_000, better: 'lower' },
  },
  async run() {
    await buildStale(root, browsers);
    const folders = browsers.map(shipping);
    return {
      content_script_bytes: Math.max(...folders.map((folder) => statSync(join(folder, 'detect.js')).size)),
      popup_gzip_bytes: Math.max(...folders.map(popupOf)),
    };
  },
};

/** All that the popup loads to show a request. */
function popupOf(folder: string): number {
  const bytes = loadedBy(folder, 'popup.html').map(
    (path) => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length,
  );
  return bytes.reduce((sum, one) => sum + one, 0);
}

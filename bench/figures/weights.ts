import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { loadedBy, readManifest, shipping } from '../../tests/builds/outputs.ts';
import type { Family } from '../figure.ts';

interface ContentScripts {
  js?: string[];
  css?: string[];
}

/** What the extension that people install makes a browser load. */
export const weights: Family = {
  figures: {
    content_script_bytes: { unit: 'bytes', target: 1_500, better: 'lower' },
    unrelated_page_bytes: { unit: 'bytes', target: 0, better: 'lower' },
    popup_gzip_bytes: { unit: 'bytes', target: 25_000, better: 'lower' },
  },
  async run() {
    const folder = shipping('chrome');
    const size = (path: string): number => statSync(join(folder, path)).size;
    const zipped = (path: string): number => gzipSync(readFileSync(join(folder, path)), { level: 9 }).length;
    const sum = (paths: string[], weigh: (path: string) => number): number =>
      paths.reduce((total, path) => total + weigh(path), 0);
    // Everywhere else than on a paired service, only what the manifest itself names could run.
    const everywhere = (readManifest(folder).content_scripts ?? []) as ContentScripts[];
    return {
      content_script_bytes: size('detect.js'),
      unrelated_page_bytes: sum(
        everywhere.flatMap(({ js = [], css = [] }) => [...js, ...css]),
        size,
      ),
      popup_gzip_bytes: sum(loadedBy(folder, 'popup.html'), zipped),
    };
  },
};

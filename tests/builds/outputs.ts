import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

export const root = fileURLToPath(new URL('../../', import.meta.url));
export const browsers = ['chrome', 'firefox'] as const;
export type BrowserName = (typeof browsers)[number];

/** The folder of a built extension: what people install, or the one that journeys drive. */
export const shipping = (browser: BrowserName): string => join(root, '.output', `${browser}-mv3`);
export const testBuild = (browser: BrowserName): string => join(root, '.output', `test-${browser}-mv3`);

/** The service's own pages. */
export const pages = join(root, '.output', 'pages');

export const readManifest = (folder: string): Record<string, unknown> =>
  JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));

/** Every file of a build, by its path in it. */
export const filesIn = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
    statSync(join(folder, path)).isFile(),
  );

/** What a page loads before anybody touches it: itself, what it names, and what those import at once. */
export function loadedBy(folder: string, page: string): string[] {
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const next of named(folder, path)) load(next);
  };
  load(page);
  return [...loaded];
}

/** What these weigh on the wire, in bytes. */
export const gzipOf = (folder: string, paths: readonly string[]): number =>
  paths.reduce((sum, path) => sum + gzipSync(readFileSync(join(folder, path)), { level: 9 }).length, 0);

/** An `import()` is left out: it is what a page loads only when asked to. */
function named(folder: string, path: string): string[] {
  const text = readFileSync(join(folder, path), 'utf8');
  const within: Record<string, RegExp> = {
    html: /(?:src|href)="\/([^"]+)"/g,
    js: /\b(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g,
    css: /url\(["']?\/([^"')]+)/g,
  };
  const pattern = within[path.split('.').at(-1) ?? ''];
  if (!pattern) return [];
  const below = path.endsWith('.js') ? join(path, '..') : '';
  return [...text.matchAll(pattern)].map(([, name = '']) => join(below, name));
}

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import preact from '@preact/preset-vite';
import { build, preview } from 'vite';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the gallery is served. */
    gallery: string;
  }
}

/** Put together once for all files: from its sources each page would ask for hundreds of modules. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const outDir = mkdtempSync(join(tmpdir(), 'countersign-gallery-'));
  const settings = {
    configFile: false as const,
    root: fileURLToPath(new URL('.', import.meta.url)),
    logLevel: 'error' as const,
    plugins: [preact({ prefreshEnabled: false })],
    build: { outDir, emptyOutDir: true, minify: false, rolldownOptions: { input: 'gallery.html' } },
    preview: { port: 0 },
  };
  await build(settings);
  const server = await preview(settings);
  project.provide('gallery', `${server.resolvedUrls?.local[0]}gallery.html`);
  return async () => {
    await server.close();
    rmSync(outDir, { recursive: true, force: true });
  };
}

import { execFile } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { MANAGED_SCHEMA } from '../../tools/build/managed-schema.ts';
import { browsers, filesIn, readManifest, root, shipping } from './outputs.ts';

const runFile = promisify(execFile);

/** One of the locked tools, without looking for newer ones. */
const run = (tool: string, ...args: string[]) =>
  runFile(process.execPath, [join(root, 'node_modules', tool), ...args], {
    cwd: root,
    env: { ...process.env, NO_UPDATE_NOTIFIER: '1', NODE_ENV: 'production' },
    maxBuffer: 8 * 1_024 * 1_024,
  });

test('Mozilla’s linter finds no error in the extension for Firefox', async () => {
  const folder = shipping('firefox');
  const options = ['--no-config-discovery', '--no-input', '--boring', '--output', 'json'];
  const { stdout } = await run('web-ext/bin/web-ext.js', 'lint', ...options, '--source-dir', folder);
  const report = JSON.parse(stdout) as { errors: object[]; summary: { errors: number } };
  expect(report.errors).toEqual([]);
  expect(report.summary.errors).toBe(0);
});

test.each(browsers)('zipped for %s, it is all there, and nothing of this machine', async (browser) => {
  const { version } = readManifest(shipping(browser));
  // A mode of its own gives it a folder of its own: nobody else's build is written over.
  const mode = `zipped-${browser}`;
  const made = (name: string) => join(root, '.output', name);
  const packed = made(`countersign-${version}-${browser}-${mode}.zip`);
  const sources = made(`countersign-${version}-sources-${mode}.zip`);
  const folder = made(`${browser}-mv3-${mode}`);
  try {
    await run('wxt/bin/wxt.mjs', 'zip', '-b', browser, '--mode', mode);
    // The names of its files stand in a zip as they are.
    const zip = readFileSync(packed, 'latin1');
    expect(filesIn(folder).filter((path) => !zip.includes(path))).toEqual([]);
    const files = browser === 'chrome' ? [MANAGED_SCHEMA, 'manifest.json'] : ['manifest.json'];
    expect(
      filesIn(folder)
        .filter((path) => path.endsWith('.json'))
        .sort(),
    ).toEqual(files);
    if (browser === 'firefox') expectSources(readFileSync(sources, 'latin1'));
  } finally {
    for (const path of [packed, sources, folder]) rmSync(path, { recursive: true, force: true });
  }
});

/** Mozilla builds the extension again from these. */
function expectSources(zip: string): void {
  for (const needed of ['package-lock.json', 'wxt.config.ts', 'entrypoints/background.ts'])
    expect(zip).toContain(needed);
  for (const kept of ['node_modules/', '.output/', '.countersign', '.git/', 'secret.key'])
    expect(zip).not.toContain(kept);
}

import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';

let data: string;
beforeEach(() => {
  data = mkdtempSync(join(tmpdir(), 'countersign-'));
});
afterEach(() => rmSync(data, { recursive: true }));

const MODULE = new URL('../../../service/compile-cache.mjs', import.meta.url);

/** Where a process that has called it keeps what it compiles; nowhere: `undefined`. */
function keptBy(...given: unknown[]): string {
  const program = `
    import { getCompileCacheDir } from 'node:module';
    import { keepCompiled } from ${JSON.stringify(MODULE)};
    keepCompiled(...${JSON.stringify(given)});
    console.log(getCompileCacheDir());`;
  return execFileSync(process.execPath, ['--input-type=module', '--eval', program], {
    env: {},
    encoding: 'utf8',
  }).trim();
}

it('keeps with the data what is compiled', () => {
  expect(keptBy(data)).toContain(join(data, 'compiled'));
});

it('neither reads nor writes where another user may have put something', () => {
  expect(keptBy(data, (process.getuid?.() ?? 0) + 1)).toBe('undefined');
  expect(existsSync(join(data, 'compiled'))).toBe(false);
});

it('does without where there is no folder yet, or none that it can reach', () => {
  expect(keptBy(join(data, 'new'))).toBe('undefined');
  expect(keptBy()).toBe('undefined');
  expect(keptBy('x'.repeat(5_000))).toBe('undefined');
  expect(existsSync(join(data, 'new'))).toBe(false);
});

it('does without where nothing may be written', () => {
  chmodSync(data, 0o500);
  expect(() => keptBy(data)).not.toThrow();
});

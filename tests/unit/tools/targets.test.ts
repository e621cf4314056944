import { rmSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isStale } from '../../../tools/build/targets.ts';
import { scratch } from './scratch.ts';

const target = {
  says: '',
  command: ['build'] as const,
  env: {},
  output: 'out/page.html',
  sources: ['src', 'lock'],
};
const files = { 'out/page.html': '', 'src/a/one.ts': '', 'src/a/two.ts': '', lock: '' };

/** Everything is one hour old, the output a minute younger. */
function built(): string {
  const root = scratch(files);
  const now = Date.now() / 1_000;
  for (const path of ['src/a/one.ts', 'src/a/two.ts', 'src/a', 'src', 'lock'])
    utimesSync(join(root, path), now - 3_600, now - 3_600);
  utimesSync(join(root, target.output), now - 3_540, now - 3_540);
  return root;
}

test('what is younger than its sources stays', () => {
  expect(isStale(built(), target)).toBe(false);
});

test.each([
  ['it is missing', (root: string) => rmSync(join(root, target.output))],
  ['a source changed', (root: string) => utimesSync(join(root, 'src/a/one.ts'), new Date(), new Date())],
  ['a source went away', (root: string) => rmSync(join(root, 'src/a/two.ts'))],
  ['a single file changed', (root: string) => utimesSync(join(root, 'lock'), new Date(), new Date())],
])('it is built when %s', (_, change) => {
  const root = built();
  change(root);
  expect(isStale(root, target)).toBe(true);
});

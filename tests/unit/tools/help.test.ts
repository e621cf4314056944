import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '../../../tools/setup.mjs';

it('npm start -- --help tells of each variable, and sets nothing up', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['tools/start.mjs', '--help'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).not.toContain('Set-up is complete');
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  const section = readme.slice(readme.indexOf('## Start'), readme.indexOf('## Commands'));
  const variables = [...section.matchAll(/^\| (`[A-Z_]+`.*?) +\|/gm)]
    .flatMap(([, cell = '']) => cell.match(/[A-Z_]{5,}/g) ?? [])
    .filter((name) => name !== 'COUNTERSIGN_FIREFOX');
  expect(variables.length).toBeGreaterThan(3);
  for (const name of variables) expect(stdout).toContain(`  ${name} `);
});

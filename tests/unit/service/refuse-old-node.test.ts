import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { isNewEnough } from '../../../tools/setup/node.mjs';

/** Starts the program on a Node that calls itself so and keeps nothing compiled, without any setting. */
function startOn(version: string, program: string): { status: number | null; stderr: string } {
  const disguise = `
    import { registerHooks } from 'node:module';
    Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '${version}' } });
    const without = { url: 'data:text/javascript,export default {}', shortCircuit: true };
    registerHooks({ resolve: (name, context, next) => (name === 'node:module' ? without : next(name, context)) });`;
  const path = fileURLToPath(new URL(`../../../service/${program}`, import.meta.url));
  const args = ['--import', `data:text/javascript,${encodeURIComponent(disguise)}`, path, 'user', 'list'];
  const { status, stderr } = spawnSync(process.execPath, args, { env: {}, encoding: 'utf8' });
  return { status, stderr };
}

describe.each(['main.mjs', 'operator/main.mjs'])('service/%s', (program) => {
  it.each(['22.20.0', '24.6.9'])('refuses Node %s in a sentence', (version) => {
    expect(isNewEnough(version)).toBe(false);
    expect(startOn(version, program)).toEqual({
      status: 2,
      stderr: expect.stringMatching(new RegExp(`^This is Node ${version}; Countersign needs 24\\.7 .+\\n$`)),
    });
  });

  it('takes what set-up takes', () => {
    expect(isNewEnough('24.7.0')).toBe(true);
    const { status, stderr } = startOn('24.7.0', program);
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringContaining('COUNTERSIGN_ORIGIN'),
    });
  });
});

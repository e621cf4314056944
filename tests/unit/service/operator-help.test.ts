import { afterEach, beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => vi.resetModules());
afterEach(() => vi.unstubAllEnvs());

/** What is shown where npm runs this script of package.json; undefined where npm runs none. */
async function shownBy(script: string | undefined) {
  vi.stubEnv('npm_lifecycle_event', script);
  const { findCommand, HELP, helpFor } = await import('../../../service/operator/operator.ts');
  const usage = findCommand(['user', 'unlock']).usage;
  return [HELP.split('\n')[0], usage, helpFor(['help', 'log'])?.split('\n')[0], unknown(findCommand)];
}

function unknown(find: (args: string[]) => unknown): string {
  try {
    find(['nonsense']);
    return '';
  } catch (thrown) {
    return (thrown as Error).message;
  }
}

it.each([
  ['operator', 'npm run operator -- '],
  ['operator:sample', 'npm run operator:sample -- '],
  // Started in another way, as by this very test.
  ['test', 'npm run operator -- '],
  [undefined, 'npm run operator -- '],
])('names the command that was run: %s', async (script, called) => {
  expect(await shownBy(script)).toEqual([
    `${called}COMMAND`,
    `${called}user unlock NAME`,
    expect.stringContaining(`${called}log `),
    `There is no such command. “${called}help” lists them.`,
  ]);
});

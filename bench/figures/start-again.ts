import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Family } from '../figure.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const PORTS = join(ROOT, '.countersign', 'ports.json');
const LOOK_EVERY = 20;
const PATIENCE = 120_000;

/** From the second `npm start` to the sample site answering. */
export const startAgain: Family = {
  figures: { start_again_s: { unit: 's', target: 10, better: 'lower' } },
  async run() {
    await startOnce();
    return { start_again_s: (await startOnce()) / 1_000 };
  },
};

/** Starts, waits until the site answers, and stops again; answers the milliseconds to the answer. */
async function startOnce(): Promise<number> {
  const began = performance.now();
  const child = spawn('npm', ['start'], {
    cwd: ROOT,
    stdio: 'ignore',
    detached: true,
    env: { ...process.env, COUNTERSIGN_BROWSER: 'none' },
  });
  const exited = once(child, 'exit');
  while (!(await siteAnswers())) {
    if (child.exitCode !== null || performance.now() - began > PATIENCE)
      throw new Error('npm start did not come up.');
    await wait(LOOK_EVERY);
  }
  const took = performance.now() - began;
  // As Ctrl-C does: to the whole group.
  process.kill(-(child.pid ?? 0), 'SIGINT');
  await exited;
  while (await siteAnswers()) await wait(LOOK_EVERY);
  return took;
}

async function siteAnswers(): Promise<boolean> {
  try {
    const { site } = JSON.parse(readFileSync(PORTS, 'utf8')) as { site: number };
    return (await fetch(`http://127.0.0.1:${site}/`)).ok;
  } catch {
    return false;
  }
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cpSync, mkdirSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root } from '../../tools/setup.mjs';
import type { Family } from '../figure.ts';
import { withScratch } from '../service/scratch.ts';
import { freePort } from '../service/service-process.ts';

const PATIENCE = 120_000;

/** From the second `npm start` to the sample site answering. */
export const startAgain: Family = {
  figures: { start_again_s: { unit: 's', target: 10, better: 'lower' } },
  run: () =>
    withScratch(async (folder) => {
      const place = await likeAClone(folder);
      await untilSiteAnswers(place);
      return { start_again_s: (await untilSiteAnswers(place)) / 1_000 };
    }),
};

interface Place {
  folder: string;
  env: NodeJS.ProcessEnv;
  site: string;
}

/** The project under another path, so that nobody's own data and ports are touched. The tools find it by where they are. */
async function likeAClone(folder: string): Promise<Place> {
  const own = ['.git', '.countersign', 'tools'];
  for (const name of readdirSync(root))
    if (!own.includes(name)) symlinkSync(join(root, name), join(folder, name));
  cpSync(join(root, 'tools'), join(folder, 'tools'), { recursive: true });
  mkdirSync(join(folder, '.countersign'));
  const [service, site] = [await freePort(), await freePort()];
  const env = {
    ...process.env,
    COUNTERSIGN_PORT: `${service}`,
    SITE_PORT: `${site}`,
    COUNTERSIGN_BROWSER: 'none',
  };
  return { folder, env, site: `http://127.0.0.1:${site}` };
}

/** Starts, waits, stops; answers the milliseconds that it took. */
async function untilSiteAnswers({ folder, env, site }: Place): Promise<number> {
  const began = performance.now();
  // A group of its own, since npm does not hand every signal on.
  const child = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: 'ignore' });
  const ended = once(child, 'exit');
  try {
    while (!(await answers(site))) {
      if (child.exitCode !== null || performance.now() - began > PATIENCE)
        throw new Error('npm start did not get to the sample site.');
      await wait(10);
    }
    return performance.now() - began;
  } finally {
    if (child.exitCode === null && child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

const answers = (address: string): Promise<boolean> =>
  fetch(address).then(
    ({ ok }) => ok,
    () => false,
  );

import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Seat } from '../service/seats.ts';

export interface CrowdTask {
  seats: readonly Seat[];
  origin: string;
  host: string;
  ca?: string;
}

const PROGRAM = fileURLToPath(new URL('./crowd-process.ts', import.meta.url));

/** Connects a paired browser for each seat, from a process of their own; answers how to send them away. */
export async function gatherCrowd(task: CrowdTask): Promise<() => Promise<void>> {
  const child = fork(PROGRAM, { execArgv: [] });
  const ended = once(child, 'exit');
  child.send(task);
  await Promise.race([
    once(child, 'message'),
    ended.then(() => {
      throw new Error('The idle browsers did not stay connected.');
    }),
  ]);
  return async () => {
    child.kill();
    await ended;
  };
}

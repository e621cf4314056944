import { type ChildProcess, spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Stop } from '../setup/step.mjs';

const PATIENCE = 20_000;
const LAST_LINES = 20;

export interface Server {
  name: string;
  /** A TypeScript file, from the project's folder. */
  program: string;
  env: Record<string, string>;
}

/**
 * The child processes of one run. What they print goes to files in `logs`; when one ends by itself, all are
 * stopped and `failed` says why.
 */
export function createServers({ root, logs }: { root: string; logs: string }) {
  const children: ChildProcess[] = [];
  let stopping = false;
  const { promise: failed, reject: fail } = Promise.withResolvers<never>();
  failed.catch(() => {});

  const start = ({ name, program, env }: Server): void => {
    const child = spawn(process.execPath, [program], {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const log = join(logs, `${name}.log`);
    const file = createWriteStream(log, { mode: 0o600 });
    child.stdout.pipe(file, { end: false });
    child.stderr.pipe(file, { end: false });
    child.on('close', (code, signal) => {
      file.end();
      // Ctrl-C reaches the children as well, and may reach them first.
      if (!stopping && code !== 0 && signal !== 'SIGINT')
        void lastLines(log).then((lines) => fail(new Stop(`${lines}\n\nThe ${name} ended.`)));
    });
    children.push(child);
  };

  const stop = async (): Promise<void> => {
    stopping = true;
    const ended = children
      .filter(isAlive)
      .map((child) => new Promise((resolve) => child.once('close', resolve)));
    for (const child of children) child.kill('SIGTERM');
    await Promise.race([Promise.all(ended), wait(5_000, undefined, { ref: false })]);
    for (const child of children.filter(isAlive)) child.kill('SIGKILL');
  };

  return { start, stop, failed };
}

/** Asks until `ask` answers without an error. */
export async function untilAnswering(name: string, ask: () => Promise<unknown>): Promise<void> {
  for (const deadline = performance.now() + PATIENCE; ; await wait(25)) {
    try {
      await ask();
      return;
    } catch (cause) {
      if (performance.now() > deadline) throw new Stop(`The ${name} does not answer: ${String(cause)}`);
    }
  }
}

const isAlive = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode === null && signalCode === null;

async function lastLines(file: string): Promise<string> {
  const text = await readFile(file, 'utf8').catch(() => '');
  return text.trim().split('\n').slice(-LAST_LINES).join('\n');
}

import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { promisify } from 'node:util';
import { findOnPath } from '../../../tools/setup/find.mjs';

const run = promisify(execFile);

/** A screen that nobody sees, with real keys and a real pointer. */
export interface Display {
  /** Presses keys together, in X's names, in the window that has the focus. */
  press(keys: string): Promise<void>;
  /** Clicks there, in pixels of the screen. */
  click(x: number, y: number): Promise<void>;
  close(): void;
}

/** Starts an X server on a number that is free, and makes it the screen of what this process starts from now on. */
export async function openDisplay(): Promise<Display> {
  const xdotool = find('xdotool', 'COUNTERSIGN_XDOTOOL');
  const server = spawn(
    find('Xvfb', 'COUNTERSIGN_XVFB'),
    // It chooses the number itself and tells it by this descriptor.
    ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'],
    { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] },
  );
  const name = `:${await firstLine(server)}`;
  process.env.DISPLAY = name;
  const act = async (...words: (string | number)[]) =>
    void (await run(xdotool, words.map(String), { env: { ...process.env, DISPLAY: name } }));
  return {
    press: (keys) => act('key', keys),
    click: (x, y) => act('mousemove', x, y, 'click', 1),
    close: () => void server.kill(),
  };
}

function find(program: string, variable: string): string {
  const found = process.env[variable] ?? findOnPath([program]);
  if (found) return found;
  throw new Error(`${program} was not found. Install it, or name it with ${variable}=<path>.`);
}

/** @throws when the server ends without a number. */
const firstLine = (server: ChildProcess): Promise<string> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('exit', (code) => reject(new Error(`Xvfb ended with ${code} and gave no screen.`)));
    server.stdio[3]?.once('data', (line) => resolve(String(line).trim()));
  });

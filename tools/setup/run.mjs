import { spawn } from 'node:child_process';
import { whenParentIsGone } from './parent.mjs';
import { Stop } from './step.mjs';

/** Of a long output, the first and the last lines tell what went wrong. */
const ENDS = 10;

/**
 * Runs a program quietly and answers what it printed.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv }} [options] `env` is added to this process's own
 * @returns {Promise<string>}
 * @throws {Stop} with the ends of its output when it fails
 */
export async function run(command, args, { cwd, env } = {}) {
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    // npm, npx and their like are .cmd files on Windows, which only a shell can start.
    shell: process.platform === 'win32' && !command.endsWith('.exe'),
  });
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
  const code = await new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  }).catch((error) => {
    output += `\n${error.message}`;
  });
  if (code === 0) return output;
  throw new Stop(`${shorten(output)}\n\nThis command failed: ${[command, ...args].join(' ')}`);
}

/** @param {string} output */
function shorten(output) {
  const lines = output.trim().split('\n');
  if (lines.length <= 2 * ENDS) return lines.join('\n');
  return [...lines.slice(0, ENDS), '…', ...lines.slice(-ENDS)].join('\n');
}

/**
 * Runs a program in this terminal until it ends, and hands it the signals that ask to stop.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd: string, env: NodeJS.ProcessEnv }} options
 * @returns {Promise<number>} its exit code
 */
export function handOver(command, args, { cwd, env }) {
  const child = spawn(command, args, { cwd, env, stdio: 'inherit' });
  // A terminal sends Ctrl-C to every process in the foreground; the child stops, and this one waits for it.
  process.on('SIGINT', () => {});
  for (const signal of /** @type {const} */ (['SIGTERM', 'SIGHUP']))
    process.on(signal, () => child.kill(signal));
  whenParentIsGone(() => child.kill());
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve(code ?? 1));
  });
}

import { type ChildProcess, execFile, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { TestService } from '../../fakes/service.ts';

const MAIN = fileURLToPath(new URL('../../../service/operator/main.mjs', import.meta.url));
const PROCESS = fileURLToPath(new URL('./operator-process.ts', import.meta.url));
const run = promisify(execFile);

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

const environment = (service: TestService): NodeJS.ProcessEnv => ({
  PATH: process.env.PATH,
  COUNTERSIGN_ORIGIN: service.origin,
  COUNTERSIGN_DATA: service.data,
  COUNTERSIGN_SECRET_FILE: join(service.data, 'secret.key'),
  COUNTERSIGN_TRUST_PROXY: 'loopback',
});

/** One command as a person runs it, in a process of its own. */
export async function startOperator(service: TestService, ...args: string[]): Promise<Outcome> {
  const env = { ...environment(service), NODE_COMPILE_CACHE: join(service.data, 'compile-cache') };
  return run(process.execPath, [MAIN, ...args], { env }).then(
    (printed) => ({ code: 0, ...printed }),
    ({ code, stdout, stderr }: Outcome) => ({ code, stdout, stderr }),
  );
}

/** Beside each running service one process for all commands, because its start takes longer than any of them. */
const processes = new WeakMap<TestService, { child: ChildProcess; last: Promise<unknown> }>();

function processOf(service: TestService) {
  const known = processes.get(service);
  if (known) return known;
  const child = fork(PROCESS, { env: environment(service), execArgv: [] });
  // It ends with the one that started it, and keeps nobody waiting.
  child.unref();
  child.channel?.unref();
  const begun = { child, last: Promise.resolve() };
  processes.set(service, begun);
  return begun;
}

/** The operator's commands on the data of a service, beside the running service. */
export function operatorOf(service: TestService) {
  function operator(...args: string[]): Promise<Outcome> {
    const beside = processOf(service);
    const outcome = beside.last.then(async () => {
      beside.child.channel?.ref();
      beside.child.send(args);
      const [told] = await once(beside.child, 'message');
      beside.child.channel?.unref();
      return told as Outcome;
    });
    beside.last = outcome;
    return outcome;
  }

  /** The same, where it must work; its output in lines. */
  async function must(...args: string[]): Promise<string[]> {
    const { code, stdout, stderr } = await operator(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.trimEnd().split('\n');
  }

  return { operator, must };
}

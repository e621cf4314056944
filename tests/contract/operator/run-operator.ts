import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect } from 'vitest';
import type { TestService } from '../../fakes/service.ts';

const MAIN = fileURLToPath(new URL('../../../service/operator/main.ts', import.meta.url));
const run = promisify(execFile);

/** The operator's commands on the data of a service, each in a process of its own, beside the running service. */
export function operatorOf(service: TestService) {
  async function operator(...args: string[]) {
    const env = {
      PATH: process.env.PATH,
      NODE_COMPILE_CACHE: join(service.data, 'compile-cache'),
      COUNTERSIGN_ORIGIN: service.origin,
      COUNTERSIGN_DATA: service.data,
      COUNTERSIGN_SECRET_FILE: join(service.data, 'secret.key'),
      COUNTERSIGN_TRUST_PROXY: 'loopback',
    };
    const failed = (cause: { code: number; stdout: string; stderr: string }) => cause;
    const { stdout, stderr, ...rest } = await run(process.execPath, [MAIN, ...args], { env }).catch(failed);
    return { code: 'code' in rest ? rest.code : 0, stdout, stderr };
  }

  /** The same, where it must work; its output in lines. */
  async function must(...args: string[]): Promise<string[]> {
    const { code, stdout, stderr } = await operator(...args);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    return stdout.trimEnd().split('\n');
  }

  return { operator, must };
}

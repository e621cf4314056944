import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's own disk: a temporary folder may be in memory, where a durable commit costs nothing. */
const PLACE = fileURLToPath(new URL('../../.output/bench', import.meta.url));

/** Runs `job` with a new folder and removes the folder afterwards. */
export async function withScratch<Value>(job: (folder: string) => Promise<Value>): Promise<Value> {
  mkdirSync(PLACE, { recursive: true });
  const folder = mkdtempSync(join(PLACE, 'run-'));
  try {
    return await job(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

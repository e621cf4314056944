import { run } from '../setup/run.mjs';
import { step } from '../setup/step.mjs';
import { isStale, type TargetName, targets } from './targets.ts';

/** Builds the targets one after the other. */
export async function build(root: string, names: readonly TargetName[]): Promise<void> {
  for (const name of names) {
    const { says, command, env } = targets[name];
    await step(`Building ${says}`, () => run(process.execPath, command, { cwd: root, env }));
  }
}

/** Builds those that are missing or older than their sources. */
export const buildStale = (root: string, names: readonly TargetName[]): Promise<void> =>
  build(
    root,
    names.filter((name) => isStale(root, targets[name])),
  );

import { build } from './build/build.ts';
import { type TargetName, targets } from './build/targets.ts';
import { root, runTool } from './setup.mjs';

/** Builds everything. */
await runTool(async () => {
  await build(root, Object.keys(targets) as TargetName[]);
  return 0;
});

import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { provideBrowsers } from './setup/browsers.mjs';
import { provideDependencies } from './setup/dependencies.mjs';
import { chooseNode } from './setup/node.mjs';
import { Stop } from './setup/step.mjs';

/** The folder of the project. */
export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/**
 * Brings a fresh clone to the point where everything can run: locked dependencies, a new enough Node, browsers.
 * Whatever is there already is left alone, so that later runs cost a few milliseconds.
 *
 * @param {readonly import('./setup/browsers.mjs').Program[]} programs what is needed besides Node
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv }>} the Node to go on with, and where the programs are
 */
export async function setUp(programs) {
  const began = performance.now();
  await provideDependencies(root);
  const node = chooseNode(root);
  const env = { ...process.env, ...(await provideBrowsers({ root, node, programs })) };
  console.log(`Set-up is complete (${((performance.now() - began) / 1000).toFixed(1)} s).`);
  return { node, env };
}

/**
 * Runs `main` and ends the process with its result; a `Stop` is shown as the sentence that it is.
 *
 * @param {() => Promise<number>} main answers the exit code
 */
export async function runTool(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
  }
}

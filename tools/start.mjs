import { handOver } from './setup/run.mjs';
import { root, runTool, setUp } from './setup.mjs';
import { HELP } from './start/help.mjs';

await runTool(async () => {
  if (process.argv.slice(2).some((word) => ['--help', '-h'].includes(word))) {
    console.log(HELP);
    return 0;
  }
  const browser = process.env.COUNTERSIGN_BROWSER === 'none' ? [] : /** @type {const} */ (['chromium']);
  const { node, env } = await setUp(browser);
  return handOver(node, ['tools/start/main.ts'], { cwd: root, env });
});

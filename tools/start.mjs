import { handOver } from './setup/run.mjs';
import { root, runTool, setUp } from './setup.mjs';

await runTool(async () => {
  const browser = process.env.COUNTERSIGN_BROWSER === 'none' ? [] : /** @type {const} */ (['chromium']);
  const { node, env } = await setUp(browser);
  return handOver(node, ['tools/start/main.ts'], { cwd: root, env });
});

import { handOver } from './setup/run.mjs';
import { root, runTool, setUp } from './setup.mjs';

await runTool(async () => {
  const { node, env } = await setUp(['chromium', 'firefox', 'xvfb', 'xdotool']);
  const built = await handOver(node, ['tools/build.ts'], { cwd: root, env });
  if (built !== 0) return built;
  return handOver(node, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)], {
    cwd: root,
    env,
  });
});

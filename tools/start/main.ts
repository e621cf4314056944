import { buildStale } from '../build/build.ts';
import { whenParentIsGone } from '../setup/parent.mjs';
import { root, runTool } from '../setup.mjs';
import { announce } from './announce.ts';
import { serviceAnswers, siteAnswers } from './answers.ts';
import { writeEnvFile } from './env-file.ts';
import { makePlan, type Plan, serviceOf, siteOf } from './plan.ts';
import { createServers, untilAnswering } from './servers.ts';

await runTool(async () => {
  const stopAsked = signalled();
  const plan = await makePlan(root, process.env);
  await buildStale(root, ['pages']);
  const servers = createServers({ root, logs: plan.folder.logs });
  const service = serviceOf(plan);
  writeEnvFile(plan.folder.settings, service.env);
  servers.start(service);
  servers.start(siteOf(plan));
  try {
    return await Promise.race([show(plan, stopAsked), servers.failed, stopAsked.then(() => 0)]);
  } finally {
    await servers.stop();
  }
});

/** Shows the servers and the browser, and stays until it is asked to stop; answers the exit code. */
async function show(plan: Plan, stopAsked: Promise<void>): Promise<number> {
  await Promise.all([
    untilAnswering('service', () => serviceAnswers(plan)),
    untilAnswering('sample site', () => siteAnswers(plan)),
  ]);
  announce(plan);
  const fine = await showBrowser(plan, stopAsked);
  console.log('The servers stay up. Press Ctrl-C to stop.');
  await stopAsked;
  return fine ? 0 : 1;
}

/** Answers whether it went well. Puppeteer is loaded only now: it is the largest thing here. */
async function showBrowser(plan: Plan, stopAsked: Promise<void>): Promise<boolean> {
  const executable = process.env.COUNTERSIGN_BROWSER;
  if (!executable || executable === 'none') return true;
  const { present } = await import('./present.ts');
  return present(plan, { root, executable, stopAsked });
}

function signalled(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => resolve());
    whenParentIsGone(resolve);
  });
}

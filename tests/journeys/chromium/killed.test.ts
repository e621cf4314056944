import { spawn } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { STARTS_WITHIN } from '../../../tools/start/browser.ts';
import { TestSite } from '../../fakes/site.ts';
import { type Chromium, openChromium } from '../driver/chromium.ts';
import { pairByInvitation } from '../driver/pairing.ts';
import { digitsOn, press, says, typeNumber } from '../driver/screen.ts';
import { makeTrust } from '../driver/trust.ts';
import { until } from '../driver/until.ts';

const ROOT = join(import.meta.dirname, '../../..');
const CLIENT = { clientId: 'DIABCDEFGHIJKLMNOPQR', clientSecret: 'a1B2'.repeat(10) };
const redirectUri = 'https://portal.example.org/callback';
const approveLabel = requestText.approveLabel('Campus Portal');

/** The real program, as an operator runs it, and killed as a power cut does. */
async function openProgram() {
  const trust = makeTrust();
  const folder = mkdtempSync(join(tmpdir(), 'countersign-killed-'));
  const port = await freePort();
  const origin = `https://localhost:${port}`;
  const bootstrap = join(folder, 'bootstrap.json');
  const application = { name: 'Campus Portal', ...CLIENT, redirectUris: [redirectUri] };
  const alex = { username: 'alex', displayName: 'Alex Rivera', invite: 'link' };
  writeFileSync(bootstrap, JSON.stringify({ applications: [application], users: [alex] }));
  const run = () =>
    spawn(process.execPath, ['service/main.mjs'], {
      cwd: ROOT,
      // What the program says when it cannot start belongs to the test's own output.
      stdio: ['ignore', 'ignore', 'inherit'],
      env: {
        ...process.env,
        COUNTERSIGN_ORIGIN: origin,
        COUNTERSIGN_LISTEN: `127.0.0.1:${port}`,
        COUNTERSIGN_TLS_CERT: trust.files.certificate,
        COUNTERSIGN_TLS_KEY: trust.files.key,
        COUNTERSIGN_DATA: folder,
        COUNTERSIGN_BOOTSTRAP: bootstrap,
      },
    });
  let child = run();
  const answers = () =>
    until(
      () =>
        fetch(origin + pathTo('health')).then(
          (reply) => reply.ok,
          () => false,
        ),
      Boolean,
      STARTS_WITHIN,
    );
  await answers();
  const kill = async () => {
    if (child.exitCode === null && child.kill('SIGKILL')) await once(child, 'exit');
  };

  return {
    trust,
    origin,
    kill,
    site: new TestSite({ origin, base: origin, redirectUri, ...CLIENT }),
    invitation: () => readFileSync(join(folder, 'invitations.txt'), 'utf8').trim().split('\t')[1] ?? '',
    async startAgain() {
      child = run();
      await answers();
    },
    async remove() {
      await kill();
      rmSync(folder, { recursive: true, maxRetries: 5 });
      trust.remove();
    },
  };
}

/** Below the ports that systems hand out to callers: one of them could take it while the service is down. */
async function freePort(): Promise<number> {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    const probe = createServer().listen(port, '127.0.0.1');
    const free = await once(probe, 'listening').then(
      () => true,
      () => false,
    );
    probe.close();
    if (free) return port;
  }
}

let program: Awaited<ReturnType<typeof openProgram>>;
let chromium: Chromium;
beforeAll(async () => {
  program = await openProgram();
  chromium = await openChromium(program.trust.trustedKey);
  await pairByInvitation(chromium, program.invitation());
});
afterAll(async () => {
  await chromium.close();
  await program.remove();
});

it('goes on with the request that was open when the service was killed', async () => {
  // Nobody answers at the site's address: what the browser carries back is read from its request.
  const page = await chromium.browser.newPage();
  const returned: string[] = [];
  page.on('request', (request) => {
    if (request.url().startsWith(redirectUri)) returned.push(request.url());
  });
  await page.goto(await program.site.authorizeUrl('alex'));
  await says(page, promptText.here);
  await chromium.notified();
  await program.kill();
  await says(page, promptText.offline);
  const popup = await chromium.toolbar(page);
  await press(popup, approveLabel);
  await says(popup, errors.unreachable.say);

  await program.startAgain();
  await press(popup, approveLabel);
  const location = (await until(() => returned[0])) ?? '';

  // Approved and told so: that survives as well, and the code works once.
  await program.kill();
  await program.startAgain();
  expect(await program.site.exchange(location)).toMatchObject({ status: 200 });
  expect(await program.site.exchange(location)).toMatchObject({ status: 400 });
});

it('keeps the number of a request, its refusal and the pairing through being killed', async () => {
  const page = await chromium.privateTab(await program.site.authorizeUrl('alex'));
  await says(page, promptText.elsewhere);
  const number = await digitsOn(page);
  await program.kill();
  await program.startAgain();
  await page.reload();
  await says(page, promptText.elsewhere);
  expect(await digitsOn(page)).toBe(number);

  const popup = await chromium.toolbar(await chromium.tab(`${program.origin}/nowhere`));
  await typeNumber(popup, number === '111111' ? '222222' : '111111');
  await says(page, promptText.failed);
  await program.kill();
  await program.startAgain();
  await page.reload();
  await says(page, promptText.failed);
});

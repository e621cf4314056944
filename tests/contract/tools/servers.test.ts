import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { get } from 'node:https';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { alex } from '../../../examples/protected-site/people.ts';
import { root } from '../../../tools/setup.mjs';
import { serviceAnswers, siteAnswers } from '../../../tools/start/answers.ts';
import { writeEnvFile } from '../../../tools/start/env-file.ts';
import { makePlan, type Plan, serviceOf, siteOf } from '../../../tools/start/plan.ts';
import { createServers, untilAnswering } from '../../../tools/start/servers.ts';
import { freePort } from '../../unit/tools/free-port.ts';
import { scratch } from '../../unit/tools/scratch.ts';

/** What `npm start` starts, in a folder of its own: the real service, and the site with the unmodified SDK. */
let plan: Plan;
let service: ReturnType<typeof createServers>;
let site: ReturnType<typeof createServers>;

beforeAll(async () => {
  const ports = { COUNTERSIGN_PORT: String(await freePort()), SITE_PORT: String(await freePort()) };
  plan = await makePlan(scratch(), ports);
  service = createServers({ root, logs: plan.folder.logs });
  site = createServers({ root, logs: plan.folder.logs });
  service.start(serviceOf(plan));
  site.start(siteOf(plan));
  await untilAnswering('service', () => serviceAnswers(plan));
  await untilAnswering('site', () => siteAnswers(plan));
});
afterAll(() => Promise.all([service.stop(), site.stop()]));

const enterPassword = () =>
  fetch(`${plan.site}/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: plan.site },
    body: new URLSearchParams({ username: alex.username, password: alex.password }),
  });

const follow = (url: string) =>
  new Promise<IncomingMessage>((resolve, reject) => {
    get(url, { ca: readFileSync(plan.folder.ca), agent: false }, (response) => {
      response.resume();
      resolve(response);
    }).on('error', reject);
  });

test('over TLS, with its own certificate, the service takes the request of the unmodified SDK', async () => {
  const asked = await enterPassword();
  expect(asked.status).toBe(303);
  const prompt = await follow(asked.headers.get('location') ?? '');
  expect(prompt.statusCode).toBe(303);
  expect(prompt.headers.location).toMatch(/^(https:\/\/localhost:\d+)?\/prompt\/[A-Za-z0-9_-]{22}$/);
});

test('the invitation of the example person is written where the start shows it from', () => {
  const text = readFileSync(join(plan.folder.data, 'invitations.txt'), 'utf8');
  expect(text).toMatch(/^sam\thttps:\/\/localhost:\d+\/invitation#\S+\n$/);
});

test('the operator’s commands run beside it with the settings that the start wrote down', async () => {
  writeEnvFile(plan.folder.settings, serviceOf(plan).env);
  const args = [`--env-file=${plan.folder.settings}`, 'service/operator/main.mjs', 'outbox', 'list'];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
  expect(stdout).toBe('No mails in the last 30 days.\n');
});

test('when the service is gone, nobody gets past the password', async () => {
  await service.stop();
  const refused = await enterPassword();
  expect(refused.status).toBe(503);
  expect(refused.headers.get('set-cookie')).toBeNull();
});

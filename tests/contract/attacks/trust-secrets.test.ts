import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import { approvedByKey, PortalBrowser } from '../portal/set-up.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';
import { EXTENSION, register } from '../webauthn/set-up.ts';

/** A reader of the database, the log, the mails and the pages, who wants to be trusted himself. */
let stage: Passing;
/** Everything that stood for a browser, a prompt or a look at the portal, or is a part of it. */
const secrets = new Set<string>();
/** Everything that anybody was shown. */
const shown: string[] = [];

const keep = (...values: (string | null | undefined)[]): void => {
  for (const value of values)
    for (const part of value?.split(/[.=;]/) ?? []) if (part.length >= 20) secrets.add(part);
};

beforeAll(async () => {
  stage = await startPassing({ extensionOrigins: [EXTENSION], alertAddress: 'security@example.org' });
  await stage.allow();
});
afterAll(() => stage.stop());

it('nothing of a cookie, a nonce or a session stands in the database, the log, a mail or a page', async () => {
  const { service } = stage;
  const browser = stage.browser();
  const device = await stage.pair();
  const key = new TestAuthenticator({ checksPerson: true });
  await register(stage, { device, authenticator: key });
  const noteAll = (): void => {
    keep(...browser.jar.values(), device.chain);
  };

  await stage.trust(browser);
  const thief = browser.copy();
  for (let turn = 0; turn < 3; turn++) {
    const prompt = await browser.arrive(stage.site, 'alex');
    noteAll();
    expect(await prompt.load()).not.toBeNull();
    noteAll();
    await service.advance(11 * MINUTE);
  }
  const page = await thief.arrive(stage.site, 'alex');
  const address = pathTo('prompt', page.transaction);
  shown.push(await (await thief.request(address)).text(), await (await browser.request(address)).text());
  expect(await stage.events('trust.copied')).toHaveLength(1);

  const holder = stage.browser();
  await stage.trust(holder, { device });
  expect(await stage.passesByKey(holder, device)).toBe(true);
  noteAll();
  const copy = device.copy();
  for (let turn = 0; turn < 2; turn++) {
    await service.advance(11 * MINUTE);
    await device.inbox();
    await device.inbox();
    noteAll();
  }

  const portal = new PortalBrowser(stage);
  const prompt = await approvedByKey(stage, { key });
  expect((await portal.enterFrom(prompt)).status).toBe(200);
  keep(portal.cookie.replace('__Host-portal=', ''), prompt.cookie.replace(/^.*?=/, ''));
  shown.push(JSON.stringify((await portal.state()).body));
  shown.push(await (await fetch(service.base + pathTo('portal'))).text());

  const forked = await copy.call('GET', pathTo('deviceInbox'));
  expect(forked.body.error).toBe('device_suspended');
  shown.push(JSON.stringify(forked.body), JSON.stringify(service.log));

  const database = new DatabaseSync(join(service.data, 'countersign.db'), { readOnly: true });
  const tables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table'`).all();
  for (const { name } of tables) {
    const rows = database.prepare(`SELECT * FROM ${String(name)}`).all();
    shown.push(`${String(name)} ${JSON.stringify(rows)}`);
  }
  database.close();
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['audit', 'outbox', 'trusts']));

  expect(secrets.size).toBeGreaterThan(12);
  const families = new Set((await stage.families()).map(({ id }) => id));
  const leaks = [...secrets]
    .filter((secret) => !families.has(secret))
    .flatMap((secret) => shown.filter((text) => text.includes(secret)).map((text) => text.slice(0, 20)));
  expect(leaks).toEqual([]);
  // Which cookie it was is no secret, and still nobody's business.
  const told = shown.filter((text) => !/^(trust_families|trusts) /.test(text));
  for (const family of families) expect(told.some((text) => text.includes(family))).toBe(false);
});

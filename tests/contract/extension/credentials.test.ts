import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { pathTo, routes } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions, CredentialView } from '../../../lib/protocol/webauthn.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { EXTENSION } from '../webauthn/set-up.ts';
import { type KeyTabs, openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;
let extension: TestExtension;
let tabs: KeyTabs;
let device: DeviceId;
let people = 0;

beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION] });
});
afterAll(() => stage.stop());
/** Each test has a person of its own. */
beforeEach(async () => {
  const user = await stage.service.addUser(`person${++people}`);
  extension = await pairedExtension(stage.service, user);
  tabs = openKeyTabs(stage, extension);
  device = (await extension.overview()).accounts[0]?.device as DeviceId;
});

const list = () => extension.flows.listCredentials(device);
const add = (kind: 'platform' | 'security_key' = 'security_key') =>
  extension.flows.addCredential({ device, kind });
const step = (wanted: string) => extension.until(async () => (await tabs.step()) === wanted);
const calls = (route: keyof typeof routes) =>
  extension.browser.calls.filter(({ method, url }) => method === 'POST' && url.endsWith(routes[route]));

/** The person has one key, and has just proven that it is them. */
async function withKey(): Promise<CredentialView> {
  await add();
  await tabs.prove();
  await tabs.add(new TestAuthenticator());
  const [credential] = await list();
  if (!credential) throw new Error('nothing was registered');
  await extension.flows.dismissChange();
  return credential;
}

describe('adding an authenticator', () => {
  it.each(['security_key', 'platform'] as const)('a %s, in one tab, after a proof', async (kind) => {
    expect(await list()).toEqual([]);
    await add(kind);
    await step('proving');
    const tab = tabs.newest();
    expect(tabs.urlOf(tab)).toMatch(`${stage.service.origin}/step-up/`);
    await tabs.prove();

    const at = await tabs.ceremony();
    expect(at.tab).toBe(tab);
    const task = await extension.flows.takeCeremony(at);
    expect(task).toMatchObject({ use: 'register', kind, host: 'localhost', ownPage: true });
    expect(await tabs.change()).toMatchObject({ device, aim: { what: 'add', kind }, step: 'ceremony' });
    await tabs.register(at, { options: task.options, authenticator: new TestAuthenticator({ kind }) });
    expect(await tabs.change()).toMatchObject({ step: 'done', error: null });
    expect(await list()).toMatchObject([{ kind, lastUsedAt: null, cloneSuspected: false }]);

    await extension.flows.dismissChange();
    expect(await tabs.change()).toBeNull();
  });

  it('asks for no second proof within five minutes, and for a new one after them', async () => {
    await withKey();
    await add('platform');
    await tabs.add(new TestAuthenticator({ kind: 'platform' }));
    expect(await list()).toHaveLength(2);
    expect(calls('deviceStepUps')).toHaveLength(1);

    await Promise.all([extension.browser.advance(5 * MINUTE), stage.service.advance(5 * MINUTE)]);
    await add();
    await step('proving');
    expect(calls('deviceStepUps')).toHaveLength(2);
  });

  it('asks again where the service no longer takes an earlier proof', async () => {
    await withKey();
    await stage.service.advance(6 * MINUTE);
    await add();
    await step('proving');
    await tabs.prove();
    await tabs.add(new TestAuthenticator());
    expect(await list()).toHaveLength(2);
  });

  it('tells its options once, to the tab that it brought there', async () => {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    const used = { code: 'challenge_used' };
    await expect(extension.flows.takeCeremony({ ...at, tab: 99 })).rejects.toMatchObject(used);
    await expect(extension.flows.takeCeremony({ ...at, id: 'another' })).rejects.toMatchObject(used);
    const { options } = await extension.flows.takeCeremony(at);
    await expect(extension.flows.takeCeremony(at)).rejects.toMatchObject(used);
    const answer = { use: 'register' as const, response: new TestAuthenticator().create(options, PLACE) };
    await expect(extension.flows.finishCeremony({ ...at, tab: 99 }, answer)).rejects.toMatchObject(used);
    expect(await list()).toEqual([]);
  });
  const PLACE = { origin: EXTENSION };

  it('shows in words what the service refused, and takes another try', async () => {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    const { options } = await extension.flows.takeCeremony(at);
    const authenticator = new TestAuthenticator();
    await expect(
      tabs.register(at, { options, authenticator, place: { userPresent: false } }),
    ).rejects.toMatchObject({ code: 'user_presence_missing' });
    expect(await tabs.change()).toMatchObject({ step: 'ceremony', error: 'user_presence_missing' });

    const again = await extension.flows.repeatCeremony(at);
    expect(again.options.challenge).not.toBe(options.challenge);
    await tabs.register(at, { options: again.options, authenticator: new TestAuthenticator() });
    expect(await tabs.change()).toMatchObject({ step: 'done', error: null });
  });

  it('goes back to the proof when that has run out at the ceremony', async () => {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    await extension.flows.takeCeremony(at);
    await stage.service.advance(6 * MINUTE);
    await expect(extension.flows.repeatCeremony(at)).rejects.toMatchObject({ code: 'step_up_needed' });
    await step('proving');
    expect(tabs.newest()).toBe(at.tab);
    expect(tabs.urlOf(at.tab)).toContain('/step-up/');
    await tabs.prove();
    await tabs.add(new TestAuthenticator());
    expect(await list()).toHaveLength(1);
  });

  it('is replaced by the next one', async () => {
    await add();
    await step('proving');
    const first = await tabs.follow();
    await tabs.approve(first);
    const old = tabs.newest();
    await add('platform');
    await step('proving');
    await expect(tabs.report(first, old)).rejects.toMatchObject({ code: 'transaction_state' });
    expect(tabs.newest()).not.toBe(old);
  });
});

describe('a report that a step-up has ended', () => {
  it.each([
    ['from another tab', { tab: 99 }],
    ['from another origin', { origin: 'https://localhost' }],
    ['of another transaction', { transaction: 'x'.repeat(22) as never }],
  ])('counts for nothing %s', async (_where, change) => {
    await add();
    await step('proving');
    const prompt = await tabs.follow();
    await tabs.approve(prompt);
    const { origin } = stage.service;
    const honest = { transaction: prompt.transaction as never, tab: tabs.newest(), origin };
    await expect(extension.flows.stepUpConfirmed({ ...honest, ...change })).rejects.toMatchObject({
      code: 'transaction_state',
    });
    expect(await tabs.step()).toBe('proving');
    expect(calls('deviceRegistrationBegin')).toEqual([]);
  });

  it('counts for nothing where nobody asked', async () => {
    const { origin } = stage.service;
    const report = { transaction: 'x'.repeat(22) as never, tab: 1, origin };
    await expect(extension.flows.stepUpConfirmed(report)).rejects.toMatchObject({
      code: 'transaction_state',
    });
  });

  it('is not believed by the service when nothing was proven', async () => {
    await add();
    await step('proving');
    await tabs.report(await tabs.follow());
    await step('failed');
    expect((await tabs.change())?.error).toBe('step_up_needed');
    expect(extension.browser.tabs.size).toBe(0);
    expect(await list()).toEqual([]);
  });
});

describe('a tab that is closed', () => {
  it('before the proof changes nothing', async () => {
    await add();
    await step('proving');
    await tabs.close();
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'ceremony_closed' });
  });

  it('at the ceremony changes nothing', async () => {
    await add();
    await tabs.prove();
    await extension.flows.takeCeremony(await tabs.ceremony());
    await tabs.close();
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'ceremony_closed' });
    expect(await list()).toEqual([]);
  });

  it('after the end changes nothing either', async () => {
    await add();
    await tabs.prove();
    await tabs.add(new TestAuthenticator());
    await tabs.close();
    expect(await tabs.step()).toBe('done');
  });

  it('is noticed by the next worker', async () => {
    await add();
    await step('proving');
    extension.browser.tabs.clear();
    extension.restart();
    await step('failed');
    expect((await tabs.change())?.error).toBe('ceremony_closed');
  });

  it('is another one', async () => {
    await add();
    await step('proving');
    await extension.flows.tabClosed(99);
    expect(await tabs.step()).toBe('proving');
  });
});

it('a change ends with its account', async () => {
  await add();
  await step('proving');
  await extension.flows.forgetAccount(device);
  expect(await tabs.change()).toBeNull();
});

describe('the service’s own page', () => {
  const post = async (route: 'ceremonyBegin' | 'ceremonyEnd', body: object) => {
    const headers = { 'Content-Type': 'application/json', Origin: stage.service.origin };
    const url = stage.service.base + pathTo(route);
    const reply = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
    expect(reply.status).toBe(200);
    return (await reply.json()) as { options: CeremonyOptions };
  };

  /** What that page does with the ticket in its address. */
  async function registerThere(tab: number): Promise<void> {
    const ticket = tabs.urlOf(tab).split('#')[1];
    const { options } = await post('ceremonyBegin', { ticket });
    const response = new TestAuthenticator().create(options, { origin: stage.service.origin });
    await post('ceremonyEnd', { ticket, response });
  }

  async function leave() {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    await extension.flows.takeCeremony(at);
    return at;
  }

  it('takes over by itself where the extension’s page may not use the service’s name', async () => {
    const at = await leave();
    await extension.flows.ceremonyFailed({ ...at, error: 'ceremony_host' });
    expect(tabs.isOwnPage(at.tab)).toBe(true);
    expect(await tabs.change()).toMatchObject({ step: 'ceremony' });
    await registerThere(at.tab);
    expect(await list()).toHaveLength(1);
    expect(await tabs.step()).toBe('done');
  });

  it('takes over where the person wants it, and tells by its closing', async () => {
    const at = await leave();
    await extension.flows.ceremonyFailed({ ...at, error: 'ceremony_cancelled' });
    expect(await tabs.change()).toMatchObject({ step: 'ceremony', error: 'ceremony_cancelled' });
    await extension.flows.continueOnOwnPage(at);
    await registerThere(at.tab);
    await tabs.close(at.tab);
    expect(await tabs.change()).toMatchObject({ step: 'done', error: null });
  });

  it('may be closed before anything was done', async () => {
    const at = await leave();
    await extension.flows.continueOnOwnPage(at);
    await tabs.close(at.tab);
    expect(await tabs.change()).toMatchObject({ step: 'failed', error: 'ceremony_closed' });
  });
});

describe('renaming', () => {
  it('needs no proof', async () => {
    const { id } = await withKey();
    await extension.flows.renameCredential({ device, credential: id, name: 'Blue key' });
    expect(await list()).toMatchObject([{ name: 'Blue key' }]);
    expect(calls('deviceStepUps')).toHaveLength(1);
  });

  it('tells that it is gone', async () => {
    const gone = `WA${'A'.repeat(18)}` as CredentialView['id'];
    await expect(
      extension.flows.renameCredential({ device, credential: gone, name: 'Blue key' }),
    ).rejects.toMatchObject({ code: 'not_found' });
  });
});

describe('removing', () => {
  it('needs a proof of its own, and closes the tab', async () => {
    const { id } = await withKey();
    const open = extension.browser.tabs.size;
    await extension.flows.removeCredential({ device, credential: id });
    await tabs.prove();
    await step('done');
    expect(await tabs.change()).toMatchObject({ aim: { what: 'remove', credential: id } });
    expect(await list()).toEqual([]);
    await extension.until(() => extension.browser.tabs.size === open);
  });

  it('keeps the last way to sign in, and says so', async () => {
    const { id } = await withKey();
    await extension.flows.removeCredential({ device, credential: id });
    await step('proving');
    const prompt = await tabs.follow();
    await tabs.approve(prompt);
    await stage.service.setPolicy({ browserApproval: 'off' });
    await tabs.report(prompt);
    await step('failed');
    await stage.service.setPolicy({ browserApproval: 'click' });
    expect((await tabs.change())?.error).toBe('last_method');
    expect(await list()).toHaveLength(1);
  });

  it('takes for done what is gone already', async () => {
    const credential = `WA${'A'.repeat(18)}` as CredentialView['id'];
    await extension.flows.removeCredential({ device, credential });
    await tabs.prove();
    await step('done');
  });
});

describe('a network that fails', () => {
  it('registers once when the answer is lost', async () => {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    const { options } = await extension.flows.takeCeremony(at);
    extension.faults.push('answer lost');
    await tabs.register(at, { options, authenticator: new TestAuthenticator() });
    expect(await list()).toHaveLength(1);
    expect(await tabs.step()).toBe('done');
  });

  it('is told at the ceremony, where another try begins', async () => {
    await add();
    await tabs.prove();
    const at = await tabs.ceremony();
    const { options } = await extension.flows.takeCeremony(at);
    extension.faults.push('not sent', 'not sent');
    const tried = tabs.register(at, { options, authenticator: new TestAuthenticator() });
    await expect(tried).rejects.toMatchObject({ code: 'unreachable' });
    const again = await extension.flows.repeatCeremony(at);
    await tabs.register(at, { options: again.options, authenticator: new TestAuthenticator() });
    expect(await list()).toHaveLength(1);
  });

  it('is told where it began', async () => {
    // The fetch that follows a pairing would take the fault for itself.
    await extension.flows.refreshAll();
    extension.faults.push('not sent');
    await add();
    await step('failed');
    expect((await tabs.change())?.error).toBe('unreachable');
    expect(extension.browser.tabs.size).toBe(0);
  });

  it('opens no address that is not the service’s', async () => {
    const { answer } = extension.browser;
    extension.browser.answer = async (call) => {
      const reply = await answer(call);
      return {
        ...reply,
        text: reply.text.replace(`${stage.service.origin}/step`, 'https://evil.example/step'),
      };
    };
    await add();
    await step('failed');
    expect((await tabs.change())?.error).toBe('service_untrusted');
    expect(extension.browser.tabs.size).toBe(0);
  });
});

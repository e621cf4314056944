import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Flows } from '../../../lib/flows/flows.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { EXTENSION } from '../webauthn/set-up.ts';
import { type KeyTabs, openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION] });
});
afterAll(() => stage.stop());

interface Person {
  extension: TestExtension;
  tabs: KeyTabs;
  device: DeviceId;
  credentials(): ReturnType<Flows['listCredentials']>;
}

async function newPerson(name: string): Promise<Person> {
  const user = await stage.service.addUser(name);
  const extension = await pairedExtension(stage.service, user);
  const device = (await extension.overview()).accounts[0]?.device as DeviceId;
  const credentials = () => extension.flows.listCredentials(device);
  return { extension, tabs: openKeyTabs(stage, extension), device, credentials };
}

/**
 * One thing that the person, or a page in a tab, does next. Pages speak once, and again only where they got no
 * answer; what the person looks at is the tab, and the options page where there is none.
 */
async function next(flows: Flows, person: Person, begin: () => Promise<void>): Promise<boolean> {
  const { extension, tabs } = person;
  const change = await flows.showChange();
  if (change?.step === 'done') return true;
  if (change === null || change.step === 'failed') await begin();
  const tab = tabs.newest();
  const url = tabs.urlOf(tab);
  if (url.includes('/step-up/')) await approve(person, tab);
  if (url.endsWith('/done')) await report(flows, { tab, url });
  const [, id] = url.split('ceremony.html#');
  if (id !== undefined) await useKey(flows, { id, tab });
  await extension.moment();
  return false;
}

/** By the number, in a browser that nothing happens to. The address opens once: for whoever was there first. */
async function approve({ extension, tabs }: Person, tab: number): Promise<void> {
  const prompt = await tabs.follow(tab).catch(() => null);
  if (prompt === null) return;
  await prompt.post('promptPush');
  const { device, id } = await extension.waiting();
  await extension.flows.approvePush({ device, push: id });
  await tabs.end(prompt, tab);
}

/** The content script speaks once for each page. */
const reported = new Set<string>();
async function report(flows: Flows, { tab, url }: { tab: number; url: string }): Promise<void> {
  if (reported.has(url)) return;
  reported.add(url);
  const transaction = url.split('/').at(-2) as never;
  await flows.stepUpConfirmed({ transaction, tab, origin: stage.service.origin }).catch(() => {});
}

async function useKey(flows: Flows, at: { id: string; tab: number }): Promise<void> {
  const task = await flows.takeCeremony(at).catch(() => flows.repeatCeremony(at).catch(() => null));
  if (task === null) return;
  const response = new TestAuthenticator().create(task.options, { origin: EXTENSION });
  await flows.finishCeremony(at, { use: 'register', response }).catch(() => {});
}

/** Does it once for every moment at which the worker could be stopped, and once to the end. */
async function atEachMoment(
  what: string,
  job: (person: Person) => Promise<{ begin(flows: Flows): Promise<void>; holds(): Promise<void> }>,
): Promise<void> {
  for (let life = 0, survived = false; !survived; life += 1) {
    const person = await newPerson(`${what}${life}`);
    const { begin, holds } = await job(person);
    const { flows, died } = person.extension.mortal(life);
    const lived = (async () => {
      while (!(await next(flows, person, () => begin(flows))));
      return 'lived' as const;
    })();
    survived = (await Promise.race([died, lived])) === 'lived';
    person.extension.restart();
    await person.extension.until(() =>
      next(person.extension.flows, person, () => begin(person.extension.flows)),
    );
    await holds();
    expect(life).toBeLessThan(200);
  }
}

it('a worker that is stopped at any moment registers one authenticator', { timeout: 300_000 }, () =>
  atEachMoment('adds', async ({ device, credentials }) => ({
    begin: (flows) => flows.addCredential({ device, kind: 'security_key' }),
    holds: async () => expect(await credentials()).toHaveLength(1),
  })),
);

it('a worker that is stopped at any moment removes an authenticator', { timeout: 300_000 }, () =>
  atEachMoment('removes', async (person) => {
    const { device, credentials, extension, tabs } = person;
    await extension.flows.addCredential({ device, kind: 'security_key' });
    await tabs.prove();
    await tabs.add(new TestAuthenticator());
    await extension.flows.dismissChange();
    extension.browser.tabs.clear();
    const [known] = await credentials();
    if (!known) throw new Error('nothing was registered');
    return {
      begin: (flows) => flows.removeCredential({ device, credential: known.id }),
      holds: async () => expect(await credentials()).toEqual([]),
    };
  }),
);

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { DAY, MINUTE } from '../../../lib/ports/clock.ts';
import { OWN_APPLICATION, type TransactionId } from '../../../lib/protocol/ids.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import { STEP_UP_LIFE, STEP_UP_OPENING, type StepUpPurpose } from '../../../lib/protocol/step-up.ts';
import type { TestDevice } from '../../fakes/device.ts';
import { type Stage, siteOf, startStage } from '../../fakes/stage.ts';
import { approve, beginStepUp, openStepUp, promptOf, stepUp } from '../../fakes/step-up.ts';

const STEP_UPS = pathTo('deviceStepUps');

let stage: Stage;
let laptop: TestDevice;
let desk: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  desk = await stage.pair('Desk');
});
afterAll(() => stage.stop());
beforeEach(() => stage.service.advance(DAY));

/** What a change that needs a step-up is told: null where it may go on. */
async function used(transaction: string, device = laptop, purpose: StepUpPurpose = 'credential_add') {
  const adding = purpose === 'credential_add';
  const path = adding
    ? pathTo('deviceRegistrationBegin')
    : pathTo('deviceCredentialRemoval', 'WA0000000000000000AA');
  const body = { stepUp: transaction, ...(adding && { kind: 'security_key' }) };
  const { error = null } = (await device.call('POST', path, { body })).body;
  // Nobody has such a key; that was looked for only after the step-up had been accepted.
  return !adding && error === 'not_found' ? null : error;
}

const donePage = async (transaction: string): Promise<string> =>
  (await fetch(stage.service.base + pathTo('stepUpDone', transaction))).text();

/** The code of an error page. */
const told = async (response: Response) => /data-error="(\w+)"/.exec(await response.text())?.[1];

describe('a step-up', () => {
  it('is a sign-in to Countersign itself, whose success is good for what it was asked for', async () => {
    const { transaction, url } = await beginStepUp(laptop);
    expect(url).toMatch(new RegExp(`^${stage.service.origin}/step-up/[\\w-]{43}$`));
    const { prompt } = await openStepUp(stage, url);
    if (!prompt) throw new Error('no prompt');
    expect(prompt.transaction).toBe(transaction);
    expect(await prompt.read()).toMatchObject({
      state: 'choosing',
      application: { id: OWN_APPLICATION, name: 'Countersign' },
      username: 'alex',
    });
    expect(await used(transaction)).toBe('step_up_needed');
    await approve(laptop, prompt);
    expect(await used(transaction)).toBe('step_up_needed');
    expect(await donePage(transaction)).toContain('data-error="step_up_needed"');

    const location = await prompt.finish();
    expect(location).toBe(stage.service.origin + pathTo('stepUpDone', transaction));
    expect(await prompt.finish()).toBe(location);
    expect(await donePage(transaction)).toContain(`data-countersign-confirmed="${transaction}"`);
    expect(await used(transaction)).toBeNull();
    // One proof serves several changes of the same kind.
    expect(await used(transaction)).toBeNull();
  });

  it('serves the purpose that it was asked for, and no other', async () => {
    const adding = await stepUp(stage, laptop, 'credential_add');
    const removing = await stepUp(stage, laptop, 'credential_remove');
    expect(await used(adding, laptop, 'credential_remove')).toBe('step_up_needed');
    expect(await used(removing, laptop, 'credential_add')).toBe('step_up_needed');
    expect(await used(removing, laptop, 'credential_remove')).toBeNull();
  });

  it('serves the browser that asked for it, and no other of the same person', async () => {
    const transaction = await stepUp(stage, laptop);
    expect(await used(transaction, desk)).toBe('step_up_needed');
    const sam = await stage.service.addUser('sam');
    expect(await used(transaction, await stage.pair('Sam’s', sam))).toBe('step_up_needed');
    expect(await used(transaction)).toBeNull();
  });

  it('is over five minutes after the factor answered, however late the page was left', async () => {
    const transaction = await stepUp(stage, laptop);
    await stage.service.advance(STEP_UP_LIFE - 1_000);
    expect(await used(transaction)).toBeNull();
    await stage.service.advance(1_000);
    expect(await used(transaction)).toBe('step_up_needed');
    expect(await donePage(transaction)).toContain('data-error="step_up_needed"');

    const slow = await promptOf(stage, laptop);
    await approve(laptop, slow);
    await stage.service.advance(STEP_UP_LIFE - 1_000);
    await slow.finish();
    expect(await used(slow.transaction)).toBeNull();
    await stage.service.advance(1_000);
    await slow.finish();
    expect(await used(slow.transaction)).toBe('step_up_needed');
  });

  it('may be approved on another of the person’s browsers, with the number', async () => {
    const prompt = await promptOf(stage, laptop);
    expect((await prompt.post('promptPush', { device: desk.id })).status).toBe(200);
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    const push = (await desk.inbox()).requests.findLast(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    expect((await desk.decide(push, { decision: 'approve' })).body.error).toBe('number_needed');
    expect((await desk.decide(push, { decision: 'approve', number })).body.state).toBe('approved');
    await prompt.finish();
    expect(await used(prompt.transaction)).toBeNull();
  });
});

describe('a step-up is refused', () => {
  it('where policy let the person in without a factor', async () => {
    const prompt = await promptOf(stage, laptop);
    const { floor } = stage.service.rooms;
    await floor.db.write(({ query }) =>
      query
        .updateTable('transactions')
        .set({ state: 'approved', factor: 'none', approved_at: floor.clock.now() })
        .where('id', '=', prompt.transaction as TransactionId)
        .execute(),
    );
    expect((await prompt.post('promptFinish')).body.error).toBe('step_up_needed');
    expect(await used(prompt.transaction)).toBe('step_up_needed');
  });

  it('once somebody said “Not you?”, even after it was granted', async () => {
    const transaction = await stepUp(stage, laptop);
    const push = (await desk.inbox()).requests.at(-1);
    const outcome = await desk.call('POST', pathTo('deviceNotMe', push?.id));
    expect(outcome.status).toBe(200);
    expect(await used(transaction)).toBe('device_suspended');
    laptop = await stage.pair('Laptop');
    expect(await used(transaction)).toBe('step_up_needed');
    expect(await donePage(transaction)).toContain('data-error="step_up_needed"');
  });

  it('to a person who was disabled, at each step', async () => {
    const { floor, users } = stage.service.rooms;
    const set = (status: 'active' | 'disabled') =>
      floor.db.write((tx) => users.setStatus(tx, stage.alex, status));
    const granted = await stepUp(stage, laptop);
    const begun = await beginStepUp(laptop);
    await set('disabled');
    expect((await laptop.call('POST', STEP_UPS, { body: { purpose: 'credential_add' } })).body.error).toBe(
      'user_disabled',
    );
    const { response, prompt } = await openStepUp(stage, begun.url);
    expect(prompt).toBeNull();
    expect(await told(response)).toBe('user_disabled');
    expect(await used(granted)).toBe('user_disabled');
    await set('active');
    expect(await used(granted)).toBeNull();
  });

  it('with a sign-in to a site, and with anything that is no step-up', async () => {
    const prompt = await stage.site.begin('alex');
    await approve(laptop, prompt);
    await prompt.finish();
    expect(await used(prompt.transaction)).toBe('step_up_needed');
    expect(await used('0'.repeat(22))).toBe('step_up_needed');
    expect(await used('x')).toBe('bad_request');
    expect(await donePage(prompt.transaction)).toContain('data-error="step_up_needed"');
    expect(await donePage('x')).toContain('not_found');
  });
});

describe('the address of a step-up', () => {
  it('opens once, and the second who follows it is told', async () => {
    const { transaction, url } = await beginStepUp(laptop);
    const first = await openStepUp(stage, url);
    expect(first.prompt?.transaction).toBe(transaction);
    const second = await openStepUp(stage, url);
    expect(second.response.status).toBe(410);
    expect(second.prompt).toBeNull();
    expect(await told(second.response)).toBe('step_up_gone');
  });

  it('opens once even for twenty at the same moment', async () => {
    const { url } = await beginStepUp(laptop);
    const all = await Promise.all(Array.from({ length: 20 }, () => openStepUp(stage, url)));
    expect(all.filter(({ prompt }) => prompt !== null)).toHaveLength(1);
  });

  it('leads nowhere after a minute, to a guess, or to a link checker', async () => {
    const { url } = await beginStepUp(laptop);
    const head = await fetch(stage.service.base + new URL(url).pathname, { method: 'HEAD' });
    expect(head.status).toBe(405);
    await stage.service.advance(STEP_UP_OPENING);
    expect(await told((await openStepUp(stage, url)).response)).toBe('step_up_gone');
    const guess = `${stage.service.origin}${pathTo('stepUp', 'A'.repeat(43))}`;
    expect(await told((await openStepUp(stage, guess)).response)).toBe('step_up_gone');
  });

  it('opened in another browser gives that browser nothing that it could use', async () => {
    const { transaction, url } = await beginStepUp(laptop);
    const agent = 'Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/142.0';
    const { prompt } = await openStepUp(stage, url, { 'User-Agent': agent });
    if (!prompt) throw new Error('no prompt');
    // Only the browser that shows the prompt can prove it, so an approval takes the number from over there.
    const foreign = { transaction, challenge: prompt.challenge, cookie: '' };
    expect((await laptop.prove(foreign)).body.error).toBe('presence_refused');
    await prompt.post('promptPush');
    const push = (await laptop.inbox()).requests.findLast(({ state }) => state === 'pending');
    expect(push).toMatchObject({
      application: 'Countersign',
      browser: 'Firefox on Windows',
      answer: 'number',
    });
    expect(await used(transaction)).toBe('step_up_needed');
  });
});

describe('asking for a step-up', () => {
  const body = { purpose: 'credential_add' };

  it('takes the device’s proof, once, and never a page of the web', async () => {
    expect((await laptop.call('POST', STEP_UPS, { body, proof: null })).body.error).toBe('proof_missing');
    const headers = { Origin: 'https://evil.example.org' };
    expect((await laptop.call('POST', STEP_UPS, { body, headers })).body.error).toBe('wrong_origin');
    const bytes = new TextEncoder().encode(JSON.stringify(body));
    const proof = await laptop.proof('POST', STEP_UPS, { body: bytes });
    expect((await laptop.call('POST', STEP_UPS, { body, proof })).status).toBe(200);
    expect((await laptop.call('POST', STEP_UPS, { body, proof })).body.error).toBe('proof_replayed');
    expect((await laptop.call('POST', STEP_UPS, { body: { purpose: 'x' } })).body.error).toBe('bad_request');
  });

  it('is limited to five a minute and device', async () => {
    const asked = await Promise.all(Array.from({ length: 8 }, () => laptop.call('POST', STEP_UPS, { body })));
    expect(asked.filter(({ status }) => status === 200)).toHaveLength(5);
    expect(asked.find(({ status }) => status !== 200)?.body.error).toBe('too_many');
    expect((await desk.call('POST', STEP_UPS, { body })).status).toBe(200);
    await stage.service.advance(MINUTE);
    expect((await laptop.call('POST', STEP_UPS, { body })).status).toBe(200);
  });
});

describe('Countersign as an application', () => {
  it('cannot be used by a site, not even with its secret', async () => {
    const own = await stage.service.rooms.applications.find(OWN_APPLICATION);
    expect(own).toMatchObject({ name: 'Countersign', enabled: false, redirectUris: [] });
    const site = siteOf(stage.service, {
      id: OWN_APPLICATION,
      secret: own?.secret ?? '',
      redirectUris: ['https://portal.example.org/callback'],
    });
    await expect(site.begin('alex')).rejects.toThrow('authorize answered 400');
  });

  it('is there after each start, and stays as it was', async () => {
    const before = await stage.service.rooms.applications.find(OWN_APPLICATION);
    await stage.service.restart();
    expect(await stage.service.rooms.applications.find(OWN_APPLICATION)).toEqual(before);
  });

  it('follows a policy of its own', async () => {
    await stage.service.setPolicy({ browserApproval: 'off' });
    expect((await (await promptOf(stage, laptop)).read()).refusal).toBe('denied_by_policy');
    await stage.service.setPolicy({ browserApproval: 'click' }, OWN_APPLICATION);
    expect((await (await promptOf(stage, laptop)).read()).state).toBe('choosing');
    await stage.service.setPolicy({ browserApproval: undefined }, OWN_APPLICATION);
    await stage.service.setPolicy({ browserApproval: 'click' });
  });
});

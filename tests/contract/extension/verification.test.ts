import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestView } from '../../../lib/messages/contract.ts';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { EXTENSION } from '../webauthn/set-up.ts';
import { openKeyTabs } from './key-tabs.ts';
import { pairedExtension } from './set-up.ts';

/** Policy `user_verification`: a click is not enough, this computer's authenticator confirms it in a tab. */
let stage: Stage;
let extension: TestExtension;
const computer = new TestAuthenticator({ kind: 'platform' });

beforeAll(async () => {
  stage = await startStage({ extensionOrigins: [EXTENSION] });
  await stage.service.setPolicy({ browserApproval: 'user_verification' });
  extension = await pairedExtension(stage.service, stage.alex);
  const tabs = openKeyTabs(stage, extension);
  const device = (await extension.overview()).accounts[0]?.device as DeviceId;
  // The first one of a person is proven by a click alone: nobody could register it otherwise.
  await extension.flows.addCredential({ device, kind: 'platform' });
  await tabs.prove();
  await tabs.add(computer);
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.advance(60 * MINUTE);
  extension.browser.tabs.clear();
});

const about = ({ device, id }: RequestView) => ({ device, push: id });
const stateOf = async (prompt: TestPrompt) => (await prompt.read()).parts.push?.latest?.state;

async function signIn(where: 'here' | 'elsewhere') {
  const prompt = await stage.site.begin('alex');
  if (where === 'here') await extension.showPrompt(prompt);
  await prompt.post('promptPush');
  return { prompt, request: await extension.waiting() };
}

/** The tab in which this computer is asked. */
function ceremony(): { id: string; tab: number } {
  const [tab, shown] = [...extension.browser.tabs].at(-1) ?? [0];
  const [page, id = ''] = `${shown?.url}`.split('#');
  expect(page).toBe('ceremony.html');
  return { id, tab };
}

async function confirm(at: { id: string; tab: number }, alteration: Alteration = {}): Promise<void> {
  const { options } = await extension.flows.takeCeremony(at);
  const response = computer.get(options, { origin: EXTENSION, ...alteration });
  await extension.flows.finishCeremony(at, { use: 'authenticate', response });
}

describe('approving here', () => {
  it('takes this computer, in a tab that closes by itself', async () => {
    const { prompt, request } = await signIn('here');
    expect(request).toMatchObject({ answer: 'click', verify: true });
    expect(await extension.flows.approvePush(about(request))).toBe('pending');
    expect(await stateOf(prompt)).toBe('pending');
    const at = ceremony();
    expect(await extension.flows.takeCeremony(at).then(({ use, kind }) => [use, kind])).toEqual([
      'authenticate',
      'platform',
    ]);
    const { options } = await extension.flows.repeatCeremony(at);
    const response = computer.get(options, { origin: EXTENSION });
    await extension.flows.finishCeremony(at, { use: 'authenticate', response });
    expect(await stateOf(prompt)).toBe('approved');
    expect(extension.browser.tabs.has(at.tab)).toBe(false);
    expect(await extension.ports.session.all('confirmation:')).toEqual({});
  });

  it('shows the tab that asks already', async () => {
    const { request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const at = ceremony();
    const open = extension.browser.tabs.size;
    expect(await extension.flows.approvePush(about(request))).toBe('pending');
    expect(extension.browser.tabs.size).toBe(open);
    expect(extension.browser.inFront).toBe(at.tab);
  });

  it('can be begun again when the tab was closed', async () => {
    const { prompt, request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const { tab } = ceremony();
    extension.browser.tabs.delete(tab);
    await extension.flows.tabClosed(tab);
    expect(await stateOf(prompt)).toBe('pending');
    await extension.flows.approvePush(about(request));
    await confirm(ceremony());
    expect(await stateOf(prompt)).toBe('approved');
  });

  it('is not begun twice by one address', async () => {
    const { request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const at = ceremony();
    await extension.flows.takeCeremony(at);
    await expect(extension.flows.takeCeremony(at)).rejects.toMatchObject({ code: 'challenge_used' });
    await expect(extension.flows.repeatCeremony({ ...at, tab: 99 })).rejects.toMatchObject({
      code: 'challenge_used',
    });
    await expect(extension.flows.continueOnOwnPage(at)).rejects.toMatchObject({ code: 'challenge_used' });
  });

  it.each<[string, Alteration]>([
    ['user_verification_missing', { userVerified: false }],
    ['ceremony_signature', { signature: 'wrong' }],
  ])('is refused with %s, and can be tried again', async (code, alteration) => {
    const { prompt, request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const at = ceremony();
    await expect(confirm(at, alteration)).rejects.toMatchObject({ code });
    expect(await stateOf(prompt)).toBe('pending');
    const { options } = await extension.flows.repeatCeremony(at);
    const response = computer.get(options, { origin: EXTENSION });
    await extension.flows.finishCeremony(at, { use: 'authenticate', response });
    expect(await stateOf(prompt)).toBe('approved');
  });

  it('comes too late when the prompt is gone', async () => {
    const { prompt, request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const at = ceremony();
    for (const tab of extension.browser.tabs.keys()) if (tab !== at.tab) extension.browser.tabs.delete(tab);
    await expect(confirm(at)).rejects.toMatchObject({ code: 'prompt_gone' });
    expect(await stateOf(prompt)).toBe('pending');
  });

  it('approves once when the answer is lost', async () => {
    const { prompt, request } = await signIn('here');
    await extension.flows.approvePush(about(request));
    const at = ceremony();
    const { options } = await extension.flows.takeCeremony(at);
    const response = computer.get(options, { origin: EXTENSION });
    extension.faults.push('answer lost');
    await extension.flows.finishCeremony(at, { use: 'authenticate', response });
    expect(await stateOf(prompt)).toBe('approved');
  });
});

describe('approving from elsewhere', () => {
  it('takes the number first, then this computer', async () => {
    const { prompt, request } = await signIn('elsewhere');
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({
      code: 'number_needed',
    });
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    expect(await extension.flows.approvePush({ ...about(request), number })).toBe('pending');
    const at = ceremony();
    await confirm(at);
    expect(await stateOf(prompt)).toBe('approved');
    // There is no prompt behind it to go back to, so the tab stays and says so.
    expect(extension.browser.tabs.has(at.tab)).toBe(true);
  });
});

it('the notification does not approve by itself', async () => {
  const { prompt, request } = await signIn('here');
  const id = `${request.device}/${request.id}`;
  expect(extension.browser.desktop.get(id)?.buttons).toEqual(['Review', 'Not me']);
  await extension.browser.advance(SECOND);
  await extension.flows.answerNotification(id, 0);
  expect(await stateOf(prompt)).toBe('pending');
});

it('says so where this person has registered no computer', async () => {
  const sam = await stage.service.addUser('sam');
  const other = await pairedExtension(stage.service, sam);
  const prompt = await stage.site.begin('sam');
  await other.showPrompt(prompt);
  await prompt.post('promptPush');
  const request = await other.waiting();
  await expect(other.flows.approvePush(about(request))).rejects.toMatchObject({
    code: 'authenticator_none',
  });
  expect(await other.flows.denyPush({ ...about(request), reason: 'mistake' })).toBe('denied');
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { RequestView } from '../../../lib/messages/contract.ts';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { eventsOf } from '../enrolment/set-up.ts';
import { pairedExtension } from './set-up.ts';

let stage: Stage;
let extension: TestExtension;
let laptop: TestDevice;

beforeAll(async () => {
  stage = await startStage();
  laptop = await stage.pair('Laptop');
  extension = await pairedExtension(stage.service, stage.alex);
});
afterAll(() => stage.stop());
/** Each test starts with no request remembered. */
beforeEach(() => stage.service.advance(60 * MINUTE));

const about = ({ device, id }: RequestView) => ({ device, push: id });

/** A sign-in that waits; `here`: in a tab of the extension's browser. */
async function signIn(where: 'here' | 'elsewhere') {
  const prompt = await stage.site.begin('alex');
  const tab = where === 'here' ? await extension.showPrompt(prompt) : 0;
  await prompt.post('promptPush');
  return { prompt, tab, request: await extension.waiting() };
}
const stateOf = async (prompt: TestPrompt) => (await prompt.read()).parts.push?.latest?.state;

describe('a sign-in in this browser', () => {
  it('is approved by one click', async () => {
    const { prompt, request } = await signIn('here');
    expect(request).toMatchObject({ present: prompt.transaction, answer: 'click' });
    expect(await extension.flows.approvePush(about(request))).toBe('approved');
    expect(await stateOf(prompt)).toBe('approved');
    await extension.until(() => extension.browser.badge.text !== '1' && extension.browser.desktop.size === 0);
    expect((await extension.overview()).requests.at(-1)?.state).toBe('approved');
  });

  it.each<[string, (tab: number) => void]>([
    ['was closed', (tab) => extension.browser.tabs.delete(tab)],
    ['shows something else', (tab) => change(tab, { prompt: null })],
    [
      'shows another prompt',
      (tab) => change(tab, { prompt: { transaction: 'x'.repeat(22), challenge: 'c' } }),
    ],
    ['went to another origin', (tab) => change(tab, { url: 'https://localhost/prompt/x' })],
    ['is private', (tab) => change(tab, { incognito: true })],
    ['is in a container', (tab) => change(tab, { defaultCookies: false })],
  ])('is not approved by a click when its tab %s', async (_what, alter) => {
    const { prompt, tab, request } = await signIn('here');
    alter(tab);
    const calls = extension.browser.calls.length;
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({ code: 'prompt_gone' });
    expect(extension.browser.calls.slice(calls).filter(({ url }) => url.endsWith('/decision'))).toEqual([]);
    expect(await stateOf(prompt)).toBe('pending');
  });

  it('takes the number as well where policy always asks for it, and still only with its prompt', async () => {
    await stage.service.setPolicy({ verifiedPush: 'always', elsewhere: 'refuse' });
    const { prompt, tab, request } = await signIn('here');
    expect(request).toMatchObject({ present: prompt.transaction, answer: 'number' });
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({
      code: 'number_needed',
    });
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    change(tab, { prompt: null });
    await expect(extension.flows.approvePush({ ...about(request), number })).rejects.toMatchObject({
      code: 'prompt_gone',
    });
    change(tab, { prompt: { transaction: prompt.transaction, challenge: prompt.challenge } });
    expect(await extension.flows.approvePush({ ...about(request), number })).toBe('approved');
    await stage.service.setPolicy({ verifiedPush: 'elsewhere', elsewhere: 'number' });
  });

  const change = (tab: number, changes: object) => {
    const open = extension.browser.tabs.get(tab);
    if (open) extension.browser.tabs.set(tab, { ...open, ...changes });
  };

  it('proves nothing from another origin, nor with a transaction whose cookie this browser lacks', async () => {
    const prompt = await stage.site.begin('alex');
    const seen = { transaction: prompt.transaction as never, challenge: prompt.challenge, tab: 99 };
    await expect(
      extension.flows.provePresence({ ...seen, origin: 'https://localhost' }),
    ).rejects.toMatchObject({ code: 'not_paired' });
    await expect(extension.flows.provePresence({ ...seen, origin: stage.service.origin })).rejects.toThrow();
    expect((await prompt.read()).present).toBe(false);
  });
});

describe('a sign-in elsewhere', () => {
  it('needs the number, and sends no cookies with it', async () => {
    const { prompt, request } = await signIn('elsewhere');
    expect(request.answer).toBe('number');
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({
      code: 'number_needed',
    });
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    expect(await extension.flows.approvePush({ ...about(request), number })).toBe('approved');
    const decision = extension.browser.calls.findLast(({ url }) => url.endsWith('/decision'));
    expect(decision?.credentials).toBe('omit');
  });

  it('ends with a wrong number', async () => {
    const { prompt, request } = await signIn('elsewhere');
    const right = (await prompt.read()).parts.push?.latest?.number ?? '';
    const number = right.replace(/^./, (digit) => `${(Number(digit) + 1) % 10}`);
    await expect(extension.flows.approvePush({ ...about(request), number })).rejects.toMatchObject({
      code: 'number_wrong',
    });
    expect(await stateOf(prompt)).toBe('failed');
  });

  it('is refused by the service where policy says so', async () => {
    await stage.service.setPolicy({ elsewhere: 'refuse' });
    const { prompt, request } = await signIn('elsewhere');
    expect(request.answer).toBe('refuse');
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({
      code: 'elsewhere_refused',
    });
    expect((await prompt.read()).parts.push?.latest?.elsewhereRefused).toBe(true);
    await stage.service.setPolicy({ elsewhere: 'number' });
  });

  it.each(['mistake', 'fraud'] as const)('is denied as %s', async (reason) => {
    const { prompt, request } = await signIn('elsewhere');
    expect(await extension.flows.denyPush({ ...about(request), reason })).toBe('denied');
    expect((await prompt.read()).parts.push?.latest).toMatchObject({ state: 'denied', reason });
  });

  it('is taken back when another browser approved it', async () => {
    const { prompt, request } = await signIn('elsewhere');
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    await laptop.decide(request, { decision: 'approve', number });
    await extension.flows.refreshAll();
    expect((await extension.overview()).requests.at(-1)?.decidedBy).toEqual({ name: 'Laptop', self: false });
    expect(await extension.flows.disownPush(about(request))).toBe('voided');
  });
});

describe('a network that fails', () => {
  it('is tried once more, and an answer that was lost does no harm', async () => {
    for (const fault of ['not sent', 'answer lost'] as const) {
      const { prompt, request } = await signIn('here');
      extension.faults.push(fault);
      expect(await extension.flows.approvePush(about(request))).toBe('approved');
      expect(await stateOf(prompt)).toBe('approved');
    }
  });

  it('is told, and the request stays', async () => {
    const { request } = await signIn('here');
    extension.faults.push('not sent', 'not sent', 'not sent');
    await expect(extension.flows.approvePush(about(request))).rejects.toMatchObject({ code: 'unreachable' });
    const { requests, accounts } = await extension.overview();
    expect(requests.at(-1)?.state).toBe('pending');
    expect(accounts[0]?.online).toBe(false);
    await extension.flows.refreshAll();
    expect((await extension.overview()).accounts[0]?.online).toBe(true);
    expect(await extension.ports.session.all('intent:')).toEqual({});
  });

  it('is told apart from a permission that was taken away', async () => {
    extension.browser.granted.delete(extension.host);
    extension.faults.push('not sent');
    await expect(extension.flows.refreshAll()).rejects.toMatchObject({ code: 'permission_missing' });
    extension.browser.granted.add(extension.host);
  });
});

describe('a worker that is stopped', () => {
  it('between the click and the reply approves once, or leaves the request to be clicked again', async () => {
    for (let life = 0, survived = false; !survived; life += 1) {
      await stage.service.advance(60 * MINUTE);
      const { prompt, request } = await signIn('here');
      const { flows, died } = extension.mortal(life);
      const decided = flows.approvePush(about(request));
      survived = (await Promise.race([died, decided])) !== 'died';
      extension.restart();
      await extension.until(
        async () => Object.keys(await extension.ports.session.all('intent:')).length === 0,
      );
      if ((await stateOf(prompt)) !== 'approved') await extension.flows.approvePush(about(request));
      expect(await stateOf(prompt)).toBe('approved');
      expect(life).toBeLessThan(100);
    }
    const approvals = (await eventsOf(stage.service, stage.alex)).filter(
      (event) => event === 'push.approved',
    );
    const pushes = await stage.service.rooms.floor.db.read
      .selectFrom('pushes')
      .selectAll()
      .where('state', '=', 'approved')
      .execute();
    expect(approvals).toHaveLength(pushes.length);
  });

  it('between fetch and display still shows the request', async () => {
    for (let life = 0, survived = false; !survived; life += 1) {
      await stage.service.advance(60 * MINUTE);
      const prompt = await stage.site.begin('alex');
      await prompt.post('promptPush');
      const { flows, died } = extension.mortal(life);
      survived = (await Promise.race([died, flows.refreshAll()])) !== 'died';
      extension.restart();
      const id = (await prompt.read()).parts.push?.latest?.id ?? '';
      await extension.until(() => [...extension.browser.desktop.keys()].some((shown) => shown.endsWith(id)));
      await prompt.post('promptCancel');
    }
  });
});

describe('the notification', () => {
  const notificationOf = ({ device, id }: RequestView) => `${device}/${id}`;

  it('approves by its button, though not within its first second', async () => {
    const { prompt, request } = await signIn('here');
    const id = notificationOf(request);
    expect(extension.browser.desktop.get(id)?.buttons).toEqual(['Approve', 'Not me']);
    const popups = extension.browser.popups;
    await extension.flows.answerNotification(id, 0);
    expect(extension.browser.popups).toBe(popups + 1);
    expect(await stateOf(prompt)).toBe('pending');
    await extension.browser.advance(SECOND);
    await extension.flows.answerNotification(id, 0);
    expect(await stateOf(prompt)).toBe('approved');
    await extension.until(() => !extension.browser.desktop.has(id));
  });

  it('opens the popup instead of approving when the prompt is gone', async () => {
    const { prompt, tab, request } = await signIn('here');
    await extension.browser.advance(SECOND);
    extension.browser.tabs.delete(tab);
    const popups = extension.browser.popups;
    await extension.flows.answerNotification(notificationOf(request), 0);
    expect(await stateOf(prompt)).toBe('pending');
    expect(extension.browser.popups).toBe(popups + 1);
  });

  it('lets “Not me” ask why in the popup, for a while', async () => {
    const { prompt, request } = await signIn('elsewhere');
    expect(extension.browser.desktop.get(notificationOf(request))?.buttons).toEqual(['Review', 'Not me']);
    await extension.browser.advance(SECOND);
    await extension.flows.answerNotification(notificationOf(request), 1);
    expect((await extension.overview()).asking).toEqual(about(request));
    expect(await stateOf(prompt)).toBe('pending');
    await extension.browser.advance(16 * SECOND);
    expect((await extension.overview()).asking).toBeNull();
  });

  it('denies without an alarm where the popup cannot open', async () => {
    const { prompt, request } = await signIn('elsewhere');
    await extension.browser.advance(SECOND);
    extension.browser.popupOpens = false;
    await extension.flows.answerNotification(notificationOf(request), 1);
    extension.browser.popupOpens = true;
    expect((await prompt.read()).parts.push?.latest).toMatchObject({ state: 'denied', reason: 'mistake' });
  });
});

describe('delivery', () => {
  it('shows a request that the stream announced, and withdraws it when another browser decided', async () => {
    extension.connect();
    extension.restart();
    const prompt = await stage.site.begin('alex');
    await prompt.post('promptPush');
    await extension.until(() => extension.browser.badge.text === '1');
    const number = (await prompt.read()).parts.push?.latest?.number ?? '';
    const desk = await stage.pair('Desk');
    const { requests } = await desk.inbox();
    const push = requests.find(({ state }) => state === 'pending');
    if (!push) throw new Error('no request waits');
    await desk.decide(push, { decision: 'approve', number });
    await extension.until(() => extension.browser.badge.text !== '1' && extension.browser.desktop.size === 0);
  });
});

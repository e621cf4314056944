import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createNotifications, type Inbox } from '../../../lib/notifications/notifications.ts';
import { project } from '../../../lib/notifications/project.ts';
import { SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId, PushId } from '../../../lib/protocol/ids.ts';
import type { PushView } from '../../../lib/protocol/push.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device, request, transaction } from './requests.ts';

const inbox = (requests: PushView[], changes: Partial<Inbox> = {}): Inbox => ({
  device,
  working: true,
  requests,
  notices: [],
  skew: 0,
  ...changes,
});
const here = { present: transaction, answer: 'click' } as const;
const at = { now: 0, canAct: true };

describe('inboxes → badge and notifications', () => {
  it('says whose request it is, from where, and whether it was started here', () => {
    const { notifications, badge } = project([inbox([request({ place: 'Main Campus' })])], at);
    expect(badge.text).toBe('1');
    expect(notifications[0]).toMatchObject({
      title: 'Campus Portal · alex',
      message: 'NOT started in this browser\nMain Campus (192.0.2.4)',
      actions: ['review', 'notMe'],
    });
  });

  it('offers Approve only with proven presence, a policy that allows it, and a desktop that has buttons', () => {
    const actions = (changes: Partial<PushView>, canAct = true) =>
      project([inbox([request(changes)])], { now: 0, canAct }).notifications[0]?.actions;
    expect(actions(here)).toEqual(['approve', 'notMe']);
    expect(actions({ ...here, answer: 'number' })).toEqual(['review', 'notMe']);
    expect(actions({ ...here, verify: true })).toEqual(['review', 'notMe']);
    expect(actions({ answer: 'refuse' })).toEqual(['review', 'notMe']);
    expect(actions(here, false)).toEqual([]);
  });

  it('judges the time by the service’s clock', () => {
    const late = inbox([request({ expiresAt: 1_000 })], { skew: 2_000 });
    expect(project([late], at).notifications).toEqual([]);
  });

  it('asks for attention where an account is dead or something was told', () => {
    expect(project([inbox([], { working: false })], at).badge.text).toBe('!');
    const notices = [{ id: 'n', at: 0, kind: 'fraud_reported' as const, about: '' }];
    expect(project([inbox([], { notices })], at).badge.text).toBe('!');
    expect(project([inbox([])], at).badge.text).toBe('');
  });

  it('shows exactly the waiting ones, each under its own id', () => {
    const states = fc.constantFrom('pending', 'approved', 'denied', 'failed', 'expired', 'withdrawn');
    const some = fc.array(fc.record({ state: states, expiresAt: fc.nat(2_000) }), { maxLength: 8 });
    fc.assert(
      fc.property(some, some, (mine, yours) => {
        const views = (list: typeof mine) =>
          list.map((one, index) => request({ ...one, id: `${index}`.padEnd(22, 'x') as PushId } as PushView));
        const other = `DB${'B'.repeat(18)}` as DeviceId;
        const shown = project([inbox(views(mine)), inbox(views(yours), { device: other })], {
          now: 1_000,
          canAct: true,
        });
        const waiting = [...mine, ...yours].filter((one) => one.state === 'pending' && one.expiresAt > 1_000);
        const ids = new Set(shown.notifications.map(({ id }) => id));
        return (
          ids.size === waiting.length &&
          shown.notifications.length === waiting.length &&
          shown.badge.text === (waiting.length === 0 ? '' : `${waiting.length}`)
        );
      }),
    );
  });
});

describe('the desktop', () => {
  const id = `${device}/${request().id}`;
  const waiting = (changes: Partial<PushView> = {}) => [
    inbox([request({ expiresAt: Number.MAX_SAFE_INTEGER, ...changes })]),
  ];
  const open = () => {
    const { ports, browser } = fakePorts();
    return { ports, browser, notifications: createNotifications(ports) };
  };

  it('shows a request once, and withdraws it when it is decided', async () => {
    const { browser, notifications } = open();
    await notifications.redraw(waiting());
    await notifications.redraw(waiting());
    expect(browser.shown).toEqual([id]);
    await notifications.redraw(waiting({ state: 'approved' }));
    expect([...browser.desktop.keys()]).toEqual([]);
    expect(browser.badge.text).toBe('');
  });

  it('does not push a request again at somebody who closed it', async () => {
    const { browser, notifications } = open();
    await notifications.redraw(waiting());
    browser.desktop.clear();
    await notifications.redraw(waiting(here));
    expect(browser.shown).toEqual([id]);
  });

  it('shows a request anew when presence was proven, and then guards its buttons again', async () => {
    const { browser, notifications } = open();
    await notifications.redraw(waiting());
    await browser.advance(5 * SECOND);
    expect(await notifications.clicked(id, 0)).toMatchObject({ action: 'review' });
    await notifications.redraw(waiting(here));
    expect(await notifications.clicked(id, 0)).toBeNull();
    await browser.advance(SECOND);
    expect(await notifications.clicked(id, 0)).toMatchObject({ device, action: 'approve' });
    expect(await notifications.clicked(id, 1)).toMatchObject({ action: 'notMe' });
  });

  it('shows what a worker died over while handing it to the desktop', async () => {
    const { ports, browser, notifications } = open();
    const dying = { ...ports.notifier, canAct: true, show: () => new Promise<void>(() => {}) };
    void createNotifications({ ...ports, notifier: dying }).redraw(waiting());
    await browser.advance(0);
    expect(browser.shown).toEqual([]);
    await notifications.redraw(waiting());
    expect(browser.shown).toEqual([id]);
  });

  it('hears nothing from a notification it does not know', async () => {
    expect(await open().notifications.clicked('somebody/else', 0)).toBeNull();
  });
});

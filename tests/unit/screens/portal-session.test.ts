import { describe, expect, test } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { BrowserInvited } from '../../../lib/protocol/browsers.ts';
import type { PortalState } from '../../../lib/protocol/portal.ts';
import type { Answer } from '../../../service/pages/ask.ts';
import type { PortalCalls } from '../../../service/pages/portal-calls.ts';
import { openPortal } from '../../../service/pages/portal-session.ts';
import { invited, NOW, portalDevices, severalTrusted, trusted } from '../../journeys/screens/canned.ts';
import { handBrowser, handClock, settle } from './open-page.ts';

const opened = (part: Partial<PortalState> = {}): Answer<PortalState> => ({
  ok: true,
  value: {
    username: 'alex',
    displayName: 'Alex Rivera',
    devices: portalDevices(),
    provenUntil: NOW + 5 * MINUTE,
    trusted: severalTrusted(),
    now: NOW,
    expiresAt: NOW + 10 * MINUTE,
    back: null,
    ...part,
  },
});

const refused = (error: string) => ({ ok: false, error }) as const;

/** A portal over a service that says what the test puts into `says`. */
async function openPage(state: Answer<PortalState>) {
  const asked: string[] = [];
  const says = {
    state,
    begin: { ok: true, value: { challenge: 'challenge' } } as Awaited<
      ReturnType<PortalCalls['beginAssertion']>
    >,
    assertion: { ok: true, value: {} } as Answer<unknown>,
    forget: opened({ trusted: [trusted()] }),
    rename: opened(),
    remove: opened({ devices: portalDevices().slice(0, 2) }),
    invite: { ok: true, value: invited } as Answer<BrowserInvited>,
    leave: { ok: true, value: {} } as Answer<unknown>,
  };
  const told = async <Name extends keyof typeof says>(name: Name, about = '') => {
    asked.push(`${name} ${about}`.trim());
    return says[name];
  };
  const hand = handBrowser();
  const { clock, move } = handClock();
  const session = openPortal({
    calls: {
      state: () => told('state'),
      beginAssertion: (username) => told('begin', username),
      assertion: () => told('assertion'),
      forget: ({ which }) => told('forget', which),
      rename: (_, name) => told('rename', name),
      remove: () => told('remove'),
      invite: (replaces) => told('invite', replaces ?? 'nothing'),
      leave: () => told('leave'),
    },
    browser: hand.browser,
    clock,
    onChange: () => {},
  });
  await settle();
  return { ...hand, session, says, asked, move, screen: () => session.screen() };
}

const outside = (part: object = {}) => ({
  name: 'outside',
  entry: { stage: null, ended: null, again: null, ...part },
});

describe('the portal’s page', () => {
  test('is outside until something opens it', async () => {
    const page = await openPage(refused('portal_closed'));
    expect(page.screen()).toEqual(outside());
    page.session.enter('alex');
    await settle();
    expect(page.screen()).toEqual(outside({ stage: { name: 'asking' } }));
    page.says.state = opened();
    page.touch();
    await settle();
    expect(page.asked).toEqual(['state', 'begin alex', 'assertion', 'state']);
    expect(page.screen()).toMatchObject({ name: 'inside', inside: { busy: false, told: null } });
  });

  test.each([
    ['a name that was asked for too often', 'begin', 'too_many'],
    ['an answer that proves nothing', 'assertion', 'portal_unproven'],
  ] as const)('says why it stays outside: %s', async (_, at, error) => {
    const page = await openPage(refused('portal_closed'));
    page.says[at] = refused(error);
    page.session.enter('alex');
    await settle();
    page.touch();
    await settle();
    expect(page.screen()).toMatchObject(outside({ stage: { name: 'failed', error, offers: ['again'] } }));
    page.session.enter('alex');
    await settle();
    expect(page.asked.filter((call) => call === 'begin alex')).toHaveLength(2);
  });

  test('can be asked for again where the service was not reached', async () => {
    const page = await openPage(refused('unreachable'));
    expect(page.screen()).toEqual({ name: 'lost', error: 'unreachable' });
    page.says.state = opened();
    page.session.load();
    expect(page.screen()).toEqual({ name: 'loading' });
    await settle();
    expect(page.screen().name).toBe('inside');
  });

  test('tells the service’s time, not the computer’s', async () => {
    const page = await openPage(opened());
    expect(page.session.now()).toBe(NOW);
    page.move(MINUTE);
    expect(page.session.now()).toBe(NOW + MINUTE);
  });

  test('forgets one thing at a time, and shows what is left', async () => {
    const page = await openPage(opened());
    page.session.forget({ which: 'others' });
    page.session.forget({ which: 'all' });
    expect(page.screen()).toMatchObject({ inside: { busy: true } });
    await settle();
    expect(page.asked).toEqual(['state', 'forget others']);
    expect(page.screen()).toMatchObject({
      inside: { busy: false, told: { change: 'forget', error: null }, state: { trusted: [trusted()] } },
    });
  });

  test('keeps what it shows where nothing was forgotten', async () => {
    const page = await openPage(opened());
    page.says.forget = refused('unreachable');
    page.session.forget({ which: 'all' });
    await settle();
    expect(page.screen()).toMatchObject({
      inside: {
        busy: false,
        told: { change: 'forget', error: 'unreachable' },
        state: { trusted: severalTrusted() },
      },
    });
  });

  test('closes when its time is over, by the clock or by the service’s word', async () => {
    const page = await openPage(opened());
    page.move(10 * MINUTE);
    expect(page.screen()).toEqual(outside({ ended: 'over' }));

    const other = await openPage(opened());
    other.says.forget = refused('portal_closed');
    other.session.forget({ which: 'all' });
    await settle();
    expect(other.screen()).toEqual(outside({ ended: 'over' }));
  });

  test('is left for good', async () => {
    const page = await openPage(opened());
    page.session.leave();
    await settle();
    expect(page.screen()).toEqual(outside({ ended: 'left' }));
    page.move(10 * MINUTE);
    expect(page.screen()).toEqual(outside({ ended: 'left' }));
  });

  describe('and one’s devices', () => {
    const [browser, , key] = portalDevices();
    if (!browser || !key) throw new Error('they are canned');

    test('are renamed and removed one at a time', async () => {
      const page = await openPage(opened());
      page.session.rename(key.id, 'Green key');
      page.session.remove(browser.id);
      await settle();
      expect(page.asked).toEqual(['state', 'rename Green key']);
      expect(page.screen()).toMatchObject({
        inside: { busy: false, told: { change: 'rename', error: null } },
      });
      page.session.remove(key.id);
      await settle();
      expect(page.screen()).toMatchObject({
        inside: { told: { change: 'remove', error: null }, state: { devices: portalDevices().slice(0, 2) } },
      });
    });

    test('the last one stays, and the page says why', async () => {
      const page = await openPage(opened());
      page.says.remove = refused('last_method');
      page.session.remove(browser.id);
      await settle();
      expect(page.screen()).toMatchObject({
        inside: {
          busy: false,
          told: { change: 'remove', error: 'last_method' },
          state: { devices: portalDevices() },
        },
      });
    });

    test('a link to a new browser stays in sight until it is put away', async () => {
      const page = await openPage(opened());
      page.session.invite(null);
      await settle();
      expect(page.asked.at(-1)).toBe('invite nothing');
      page.session.rename(key.id, 'Green key');
      await settle();
      expect(page.screen()).toMatchObject({ inside: { busy: false, invited } });
      page.session.putAway();
      expect(page.screen()).toMatchObject({ inside: { invited: null } });
    });

    test('a link is not shown again by what opens the portal anew', async () => {
      const page = await openPage(opened());
      page.session.invite(null);
      await settle();
      page.session.load();
      await settle();
      expect(page.screen()).toMatchObject({ inside: { invited: null } });
    });

    test('an old proof leads through the entry again, for the same person, and back', async () => {
      const page = await openPage(opened());
      page.says.remove = refused('proof_again');
      page.session.remove(key.id);
      await settle();
      expect(page.screen()).toEqual(outside({ again: 'alex' }));
      page.move(10 * MINUTE);
      expect(page.screen()).toEqual(outside({ again: 'alex' }));
      page.session.enter('alex');
      await settle();
      page.touch();
      await settle();
      expect(page.asked.slice(-3)).toEqual(['begin alex', 'assertion', 'state']);
      expect(page.screen()).toMatchObject({ name: 'inside', inside: { told: null } });
    });

    test('removing the browser that opened the portal ends it', async () => {
      const page = await openPage(opened());
      page.says.remove = refused('portal_closed');
      page.session.remove(browser.id);
      await settle();
      expect(page.screen()).toEqual(outside({ ended: 'over' }));
    });
  });
});

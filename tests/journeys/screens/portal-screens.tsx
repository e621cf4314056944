import type { JSX } from 'preact';
import { Portal } from '../../../components/portal/portal.tsx';
import type {
  PortalActions,
  PortalEntry,
  PortalInside,
  PortalScreen,
} from '../../../components/portal/portal-screen.ts';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { PortalState } from '../../../lib/protocol/portal.ts';
import { invited, NOW, portalDevices, severalTrusted, trusted } from './canned.ts';

const actions: PortalActions = {
  load: () => {},
  enter: () => {},
  forget: () => {},
  rename: () => {},
  remove: () => {},
  invite: () => {},
  putAway: () => {},
  copy: async () => true,
  leave: () => {},
  back: () => {},
};

const shows = (screen: PortalScreen) => () => <Portal screen={screen} now={NOW} actions={actions} />;

const outside = (entry: Partial<PortalEntry> = {}) =>
  shows({ name: 'outside', entry: { stage: null, ended: null, again: null, ...entry } });

const inside = (part: Partial<PortalState> = {}, about: Partial<PortalInside> = {}) =>
  shows({
    name: 'inside',
    inside: {
      state: {
        username: 'alex',
        displayName: 'Alex Rivera',
        devices: portalDevices(),
        provenUntil: NOW + 3 * MINUTE,
        trusted: severalTrusted(),
        now: NOW,
        expiresAt: NOW + 8 * MINUTE,
        back: null,
        ...part,
      },
      busy: false,
      told: null,
      invited: null,
      ...about,
    },
  });

const back = { application: 'Campus Portal', url: '/prompt/1' };

export const portalScreens: Record<string, () => JSX.Element> = {
  loading: shows({ name: 'loading' }),
  lost: shows({ name: 'lost', error: 'unreachable' }),
  outside: outside(),
  asking: outside({ stage: { name: 'asking' } }),
  'not-proven': outside({ stage: { name: 'failed', error: 'portal_unproven', offers: ['again'] } }),
  over: outside({ ended: 'over' }),
  left: outside({ ended: 'left' }),
  list: inside(),
  'from-sign-in': inside({ back }),
  nothing: inside({ trusted: [] }),
  'nothing-set-up': inside({ devices: [] }),
  forgotten: inside({ trusted: [trusted()] }, { told: { change: 'forget', error: null } }),
  removed: inside({ devices: portalDevices().slice(0, 1) }, { told: { change: 'remove', error: null } }),
  'last-method': inside(
    { devices: portalDevices().slice(0, 1) },
    { told: { change: 'remove', error: 'last_method' } },
  ),
  invited: inside({ back }, { invited }),
  'invited-and-renamed': inside({}, { invited, told: { change: 'rename', error: null } }),
  clone: inside({
    devices: portalDevices().map((one) => ({ ...one, cloneSuspected: one.kind === 'security_key' })),
  }),
  again: outside({ again: 'alex' }),
  'again-asking': outside({ again: 'alex', stage: { name: 'asking' } }),
  busy: inside({}, { busy: true }),
  refused: inside({ back }, { told: { change: 'leave', error: 'unreachable' } }),
  'long-name': inside({ username: `${'long-name'.repeat(8)}@example.org`, trusted: [trusted()] }),
};

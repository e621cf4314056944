import type { JSX } from 'preact';
import { Portal } from '../../../components/portal/portal.tsx';
import type { PortalEntry, PortalInside, PortalScreen } from '../../../components/portal/portal-screen.ts';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { PortalState } from '../../../lib/protocol/portal.ts';
import { NOW, severalTrusted, trusted } from './canned.ts';

const actions = { load: () => {}, enter: () => {}, forget: () => {}, leave: () => {}, back: () => {} };

const shows = (screen: PortalScreen) => () => <Portal screen={screen} now={NOW} actions={actions} />;

const outside = (entry: Partial<PortalEntry> = {}) =>
  shows({ name: 'outside', entry: { stage: null, ended: null, ...entry } });

const inside = (part: Partial<PortalState> = {}, about: Partial<PortalInside> = {}) =>
  shows({
    name: 'inside',
    inside: {
      state: {
        username: 'alex',
        displayName: 'Alex Rivera',
        trusted: severalTrusted(),
        now: NOW,
        expiresAt: NOW + 8 * MINUTE,
        back: null,
        ...part,
      },
      busy: false,
      told: null,
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
  forgotten: inside({ trusted: [trusted()] }, { told: 'done' }),
  busy: inside({}, { busy: true }),
  refused: inside({ back }, { told: { error: 'unreachable' } }),
  'long-name': inside({ username: `${'long-name'.repeat(8)}@example.org`, trusted: [trusted()] }),
};

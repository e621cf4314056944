import type { JSX } from 'preact';
import { ActivationLink } from '../../../components/pairing/activation-link.tsx';
import { Invitation } from '../../../components/pairing/invitation.tsx';
import { DeadEnd } from '../../../components/prompt/dead-end.tsx';
import { PageCard } from '../../../components/prompt/page-card.tsx';
import { Prompt, type PromptProps } from '../../../components/prompt/prompt.tsx';
import { promptScreen } from '../../../components/prompt/prompt-screen.ts';
import type { PairingView, PromptPush } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, NOW, pairing, prompt, push } from './canned.ts';

const link = `https://countersign.example.org/activation#${'k'.repeat(32)}`;

const actions = {
  send: () => {},
  cancel: () => {},
  begin: () => {},
  answer: () => {},
  copy: async () => true,
};

const prompts = (part: CannedPrompt, props: Partial<PromptProps> = {}) => {
  const state = prompt(part);
  const screen = promptScreen(state, { starting: state.parts.push?.starts ?? false, now: NOW });
  return () => (
    <Prompt
      state={state}
      screen={screen}
      link={link}
      now={NOW}
      connected
      error={null}
      actions={actions}
      {...props}
    />
  );
};

const pushes = (part: Partial<PromptPush>) => prompts({ latest: push(part) });
const ended = (part: Partial<PromptPush>, state: CannedPrompt = {}) =>
  prompts({ state: 'choosing', latest: push(part), ...state });
const pairs = (part: Partial<PairingView>) => prompts({ state: 'enrolling', pairing: pairing(part) });
const invitation =
  (part: Partial<PairingView> | null, error: string | null = null) =>
  () => (
    <Invitation
      pairing={part && pairing(part)}
      username={part ? 'sam' : ''}
      link={link}
      connected
      error={error}
      actions={actions}
    />
  );

export const pageScreens: Record<string, () => JSX.Element> = {
  starting: prompts({ state: 'choosing', starts: true }),
  choosing: prompts({ state: 'choosing' }),
  here: pushes({}),
  elsewhere: pushes({ kind: 'elsewhere' }),
  'elsewhere-short': pushes({ kind: 'elsewhere', number: '482' }),
  'only-here': pushes({ kind: 'elsewhere', number: null }),
  'only-here-refused': pushes({ kind: 'elsewhere', number: null, elsewhereRefused: true }),
  denied: ended({ state: 'denied', reason: 'mistake' }),
  fraud: ended({ state: 'denied', reason: 'fraud' }, { retryAt: NOW + 1_200_000 }),
  failed: ended({ state: 'failed' }, { retryAt: NOW + 25_000 }),
  expired: ended({ state: 'expired' }),
  withdrawn: ended({ state: 'withdrawn' }),
  'error-shown': prompts({ state: 'choosing' }, { error: 'push_waiting' }),
  offline: prompts({ latest: push() }, { connected: false }),
  'no-device': prompts({
    state: 'choosing',
    methods: [{ method: 'push', ready: false, why: 'push_no_device', devices: [] }],
  }),
  'set-up-why': prompts({ state: 'enrolling' }),
  'set-up-link': pairs({}),
  'set-up-link-gone': prompts({ state: 'enrolling', pairing: pairing() }, { link: null }),
  'set-up-claimed': pairs({ state: 'claimed', browser: 'Chrome on Linux' }),
  'set-up-compare': pairs({ state: 'compared', browser: 'Chrome on Linux', digits: '482913' }),
  'set-up-contested': pairs({
    state: 'compared',
    browser: 'Chrome on Linux',
    digits: '482913',
    deviceConfirmed: true,
    contested: true,
  }),
  'set-up-waiting': pairs({ state: 'compared', digits: '482913', pageConfirmed: true }),
  'set-up-done': pairs({ state: 'done' }),
  'set-up-refused': pairs({ state: 'refused' }),
  approved: prompts({ state: 'approved' }),
  'locked-out': prompts({ state: 'refused', refusal: 'locked_out' }),
  'denied-by-policy': prompts({ state: 'refused', refusal: 'denied_by_policy', helpDesk: null }),
  'took-too-long': prompts({ state: 'expired' }),
  'invitation-opened': invitation(null),
  'invitation-unknown': invitation(null, 'invitation_unknown'),
  'invitation-link': invitation({}),
  'invitation-compare': invitation({ state: 'compared', browser: 'Chrome on Linux', digits: '482913' }),
  'invitation-done': invitation({ state: 'done' }),
  activation: () => (
    <PageCard>
      <ActivationLink link={link} onCopy={actions.copy} />
    </PageCard>
  ),
  message: () => (
    <PageCard>
      <DeadEnd code="transaction_not_yours" helpDesk="Room 12, weekdays 8 to 16, extension 4400." />
    </PageCard>
  ),
};

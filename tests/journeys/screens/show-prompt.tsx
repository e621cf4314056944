import { Prompt, type PromptProps } from '../../../components/prompt/prompt.tsx';
import {
  type PromptCeremony,
  type PromptContext,
  promptScreen,
} from '../../../components/prompt/prompt-screen.ts';
import { type CannedPrompt, everyMethod, key, NOW, prompt } from './canned.ts';

export const link = `https://countersign.example.org/activation#${'k'.repeat(32)}`;

export const actions = {
  send: () => {},
  cancel: () => {},
  choose: () => {},
  use: () => {},
  verify: () => {},
  trust: () => {},
  manage: () => {},
  goOn: () => {},
  browse: () => {},
  turn: () => {},
  skip: () => {},
  begin: () => {},
  answer: () => {},
  copy: async () => true,
};

export type Shown = Partial<Omit<PromptProps, 'state'>> & Partial<PromptContext>;

/** The prompt in one state. */
export const prompts = (
  part: CannedPrompt,
  {
    method = 'push',
    ceremony = null,
    passcode = null,
    parting = null,
    why = null,
    added = null,
    held = part.starts ?? false,
    starting = false,
    past = null,
    ...props
  }: Shown = {},
) => {
  const state = prompt(part);
  const context = { method, ceremony, passcode, parting, why, added, held, starting, past, now: NOW };
  const screen = promptScreen(state, context);
  return () => (
    <Prompt
      state={state}
      screen={screen}
      link={link}
      platform
      manages={false}
      isPrivate={false}
      now={NOW}
      connected
      error={null}
      actions={actions}
      {...props}
    />
  );
};

/** An authenticator signs in; with no part it is asked right now. */
export const keys = (part: Partial<PromptCeremony> = {}, state: CannedPrompt = {}, props: Shown = {}) =>
  prompts(
    { state: 'choosing', methods: everyMethod(), ...state },
    { method: part.kind ?? 'security_key', ceremony: key(part), ...props },
  );

/** A ceremony that came to nothing. */
export const failed = (error: string): Partial<PromptCeremony> => ({
  stage: { name: 'failed', error, offers: ['again'] },
});

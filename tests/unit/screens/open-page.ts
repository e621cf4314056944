import type { PageClock } from '../../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { PromptState } from '../../../lib/protocol/prompt.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { Answer } from '../../../service/pages/ask.ts';
import type { PromptCalls } from '../../../service/pages/prompt-calls.ts';
import { openPrompt } from '../../../service/pages/prompt-session.ts';
import type { WebAuthn } from '../../../service/pages/run-ceremonies.ts';
import { type CannedPrompt, pairing, prompt } from '../../journeys/screens/canned.ts';

/** A page clock that is moved by hand. */
export function handClock() {
  let now = 0;
  let waiting: { at: number; job: () => void }[] = [];
  const clock: PageClock = {
    now: () => now,
    every: () => () => {},
    after(delay, job) {
      const entry = { at: now + delay, job };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const move = (milliseconds: number): void => {
    now += milliseconds;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { job } of due) job();
  };
  return { clock, move };
}

/** A browser whose dialogs the test answers. */
export function handBrowser({ platform = true, alone = true } = {}) {
  /** What each dialog was opened for, and whether it is still open. */
  const dialogs: { name: string; open: boolean; close: (result: unknown) => void }[] = [];
  const dialog = (name: string) => (_options: unknown, call?: { signal?: AbortSignal }) =>
    new Promise((resolve) => {
      const shown = {
        name,
        open: true,
        close: (result: unknown) => {
          shown.open = false;
          resolve(result);
        },
      };
      dialogs.push(shown);
      call?.signal?.addEventListener('abort', () => shown.close({ ok: false, error: 'ceremony_cancelled' }));
    });
  const browser = {
    register: dialog('register'),
    authenticate: dialog('authenticate'),
    platformAvailable: async () => platform,
    mayStartByItself: () => alone,
  } as WebAuthn;
  return {
    browser,
    opened: () => dialogs.map(({ name }) => name),
    isOpen: () => dialogs.some(({ open }) => open),
    touch: () => dialogs.at(-1)?.close({ ok: true, response: {} }),
    fail: (error: ErrorCode = 'ceremony_cancelled') => dialogs.at(-1)?.close({ ok: false, error }),
  };
}

/** The next word of the service to a call, where it is not "yes". */
export type Refused = Partial<
  Record<
    | 'begin-assertion'
    | 'assertion'
    | 'passcode'
    | 'push'
    | 'registration'
    | 'switch'
    | 'trust'
    | 'portal'
    | 'finish',
    ErrorCode
  >
>;

export const settle = () => new Promise((resolve) => setImmediate(resolve));

/** A prompt over a service whose states the test hands out one by one. */
export function openPage(
  options: {
    platform?: boolean;
    alone?: boolean;
    refused?: Refused;
    registers?: AuthenticatorKind;
    /** No answer comes to "Is this your device?". */
    hangs?: boolean;
  } = {},
) {
  const { refused = {} } = options;
  const asked: string[] = [];
  const { clock, move } = handClock();
  const hand = handBrowser(options);
  const questions: ((answer: Answer<PromptState>) => void)[] = [];
  async function reply<Value>(name: string, value: Value): Promise<Answer<Value>> {
    asked.push(name);
    const error = refused[name.split(' ')[0] as keyof Refused];
    return error ? { ok: false, error } : { ok: true, value };
  }
  const calls: PromptCalls = {
    state: () => new Promise((resolve) => questions.push(resolve)),
    push: (to) => reply(to === null ? 'push' : `push ${to}`, {}),
    cancel: () => reply('cancel', {}),
    switchTo: (method) => reply(`switch ${method}`, {}),
    skipPractice: () => reply('skip', {}),
    beginAssertion: (method) => reply(`begin-assertion ${method}`, { challenge: 'challenge' }),
    assertion: () => reply('assertion', {}),
    passcode: (typed) => reply(`passcode ${typed}`, {}),
    beginRegistration: (kind) => reply(`begin-registration ${kind}`, { challenge: 'challenge' }),
    registration: () => reply('registration', { kind: options.registers ?? 'security_key' }),
    beginPairing: () => reply('begin', pairing({ link: 'https://countersign.example.org/activation#code' })),
    answerPairing: (match) => reply(`answer ${match}`, {}),
    trust: (trust) =>
      options.hangs ? new Promise(() => asked.push(`trust ${trust}`)) : reply(`trust ${trust}`, {}),
    portal: () => reply('portal', { location: '/portal' }),
    finish: () => reply('finish', { location: 'https://portal.example.net/back' }),
  };
  const left: string[] = [];
  let pictures = 0;
  let isPrivate = false;
  const session = openPrompt({
    calls,
    browser: hand.browser,
    clock,
    isPrivate: () => isPrivate,
    onChange: () => {
      pictures += 1;
    },
    leave: (location) => left.push(location),
  });
  const answer = async (reply: Answer<PromptState>) => {
    await settle();
    questions.shift()?.(reply);
    await settle();
  };
  return {
    ...hand,
    session,
    asked,
    left,
    pictures: () => pictures,
    move,
    refused,
    answer,
    show: (part: CannedPrompt) => answer({ ok: true, value: prompt({ state: 'choosing', ...part }) }),
    stage: () => session.snapshot().ceremony?.stage,
    open: () => questions.length,
    /** The extension says so, sooner or later. */
    turnPrivate: () => {
      isPrivate = true;
      session.lookAgain();
    },
  };
}

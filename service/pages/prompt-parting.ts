import type { PromptParting, Snag } from '../../components/prompt/prompt-screen.ts';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import type { PromptState } from '../../lib/protocol/prompt.ts';
import type { Answer } from './ask.ts';
import type { PromptCalls } from './prompt-calls.ts';

/** An approved sign-in does not wait longer for what is beside it, in milliseconds. */
const PATIENCE = 5_000;

/** What the page draws from, of the way from the approval to the site. */
export interface Parted {
  parting: PromptParting | null;
  /** The person wants to see their devices once the sign-in is approved. */
  manages: boolean;
}

/**
 * From the approval to the site: offers one more way in a first set-up, asks whether to trust this browser, goes by way
 * of the portal where that is wanted, fetches the code once and leaves. Whatever fails on the way, the site stays in
 * reach.
 */
export function createPromptParting(options: {
  calls: Pick<PromptCalls, 'trust' | 'portal' | 'finish'>;
  clock: Pick<PageClock, 'after'>;
  /** Whether nothing can be remembered here. */
  isPrivate: () => boolean;
  onChange: (parted: Parted) => void;
  /** Nothing more is to be heard of this sign-in. */
  onFinish: () => void;
  leave: (location: string) => void;
  die: (error: string) => void;
}) {
  const { calls, clock, isPrivate, onChange, onFinish, leave, die } = options;
  let now: Parted = { parting: null, manages: false };
  let approved: PromptState | null = null;
  let leaving = false;
  let skipped = false;

  const change = (part: Partial<Parted>): void => {
    now = { ...now, ...part };
    onChange(now);
  };
  const show = (parting: PromptParting | null): void => change({ parting });
  const snag = (snag: Snag): void => show({ name: 'snag', snag });

  /** A new word of the service about an approved sign-in. */
  function take(state: PromptState): void {
    approved = state;
    if (leaving || isTaken(now.parting)) return;
    if (state.leadsTo === 'portal' || now.manages) return void toPortal(state);
    if (addsMore(state)) {
      show({ name: 'another' });
      return;
    }
    if (!asks(state)) return void finish();
    if (now.parting === null) show({ name: 'question', storing: false });
  }

  /** Until the person goes on: also once the last way there is was added. */
  const addsMore = ({ state, setUp }: PromptState): boolean =>
    state === 'approved' && !skipped && (setUp?.step === 'another' || now.parting?.name === 'another');

  const asks = ({ state, trust }: PromptState): boolean =>
    state === 'approved' && trust !== null && !isPrivate();

  async function answer(trust: boolean): Promise<void> {
    if (leaving || now.parting?.name !== 'question' || now.parting.storing) return;
    show({ name: 'question', storing: true });
    const reply = await within(clock, calls.trust(trust));
    // A "no" that was not stored costs another question next time, and nothing now.
    if (trust && !reply.ok) return snag('trust');
    void finish();
  }

  async function toPortal({ leadsTo, portal }: PromptState): Promise<void> {
    if (leadsTo === 'site' && !portal) return snag('refused');
    leaving = true;
    show(null);
    const reply = await within(clock, calls.portal());
    if (reply.ok) return leave(reply.value.location);
    leaving = false;
    if (leadsTo === 'portal') return die(reply.error);
    snag(reply.error === 'portal_refused' ? 'refused' : 'portal');
  }

  async function finish(): Promise<void> {
    if (leaving || approved === null) return;
    leaving = true;
    onFinish();
    const reply = calls.finish();
    if (now.parting !== null) show(null);
    const answered = await reply;
    if (!answered.ok) return die(answered.error);
    leave(answered.value.location);
  }

  return {
    take,
    answer: (trust: boolean) => void answer(trust),
    /** No more ways now. */
    skip(): void {
      if (now.parting?.name !== 'another' || approved === null) return;
      skipped = true;
      show(null);
      take(approved);
    },
    manage(): void {
      if (leaving || isTaken(now.parting)) return;
      change({ manages: !now.manages });
      if (approved !== null) take(approved);
    },
    goOn(): void {
      if (now.parting?.name !== 'snag' || approved === null) return;
      const isAnswered = now.parting.snag === 'trust';
      change({ parting: null, manages: false });
      if (isAnswered) void finish();
      else take(approved);
    },
    /** The sign-in came to another end. */
    stop(): void {
      approved = null;
      if (now.parting !== null) show(null);
    },
    /** For what is known of this window only now. */
    lookAgain(): void {
      if (approved !== null) take(approved);
    },
  };
}

/** An answer on its way and a snag are seen to their end first. */
const isTaken = (parting: PromptParting | null): boolean =>
  parting?.name === 'snag' || (parting?.name === 'question' && parting.storing);

const within = <Value>(
  clock: Pick<PageClock, 'after'>,
  work: Promise<Answer<Value>>,
): Promise<Answer<Value>> =>
  new Promise((resolve) => {
    const cancel = clock.after(PATIENCE, () => resolve({ ok: false, error: 'unreachable' }));
    void work.then((answer) => {
      cancel();
      resolve(answer);
    });
  });

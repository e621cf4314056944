import { useState } from 'preact/hooks';
import type { Result } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';

/** What became of the last thing that was asked for. */
export interface Outcome {
  working: boolean;
  error: ErrorCode | null;
  /** What was done, in words. */
  done: string;
}

const NOTHING: Outcome = { working: false, error: null, done: '' };

/** Runs what a button sets off and keeps what is to be said of it. */
export function useOutcome() {
  const [outcome, become] = useState(NOTHING);

  async function run<Value>(
    work: Promise<Result<Value>>,
    words: string | ((value: Value) => string) = '',
  ): Promise<Result<Value>> {
    become({ ...NOTHING, working: true });
    const reply = await work;
    const done = reply.ok ? (typeof words === 'string' ? words : words(reply.value)) : '';
    become({ working: false, error: reply.ok ? null : reply.error, done });
    return reply;
  }

  /** Says it of something that was done elsewhere; no words take back what was said. */
  const say = (done: string): void => become({ ...NOTHING, done });

  /** Says why something did not come to pass that nobody asked for here. */
  const refuse = (error: ErrorCode): void => become({ ...NOTHING, error });

  return { outcome, run, say, refuse };
}

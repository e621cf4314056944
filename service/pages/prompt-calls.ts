import * as v from 'valibot';
import { FinishReply, PairingView, PromptState } from '../../lib/protocol/prompt.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { type Answer, ask } from './ask.ts';

/** The prompt's calls to the service, for one transaction. */
export interface PromptCalls {
  /** Without `after` at once, else when the revision is greater. */
  state(after?: number): Promise<Answer<PromptState>>;
  push(): Promise<Answer<unknown>>;
  cancel(): Promise<Answer<unknown>>;
  beginPairing(): Promise<Answer<PairingView>>;
  answerPairing(match: boolean): Promise<Answer<unknown>>;
  finish(): Promise<Answer<v.InferOutput<typeof FinishReply>>>;
}

/** What a POST changed comes with the next state, so its own reply need not be read. */
const Anything = v.unknown();

export function promptCalls(transaction: string, challenge: string): PromptCalls {
  const post = { challenge };
  return {
    state: (after) => {
      const url = pathTo('promptState', transaction);
      return ask({ url: after === undefined ? url : `${url}?after=${after}`, schema: PromptState });
    },
    push: () => ask({ url: pathTo('promptPush', transaction), post, schema: Anything }),
    cancel: () => ask({ url: pathTo('promptCancel', transaction), post, schema: Anything }),
    beginPairing: () => ask({ url: pathTo('promptPairing', transaction), post, schema: PairingView }),
    answerPairing: (match) =>
      ask({ url: pathTo('promptPairingAnswer', transaction), post: { ...post, match }, schema: Anything }),
    finish: () => ask({ url: pathTo('promptFinish', transaction), post, schema: FinishReply }),
  };
}

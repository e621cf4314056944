import { usableHere } from '../../components/prompt/prompt-screen.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import { isPending } from './presence-grace.ts';

/**
 * What a prompt opens with: a push that waits, then what the service opens with, then the strongest that works in
 * this browser. Null while the browser has not told, or where nothing works.
 */
export function openingMethod(state: PromptState, platform: boolean | null): Method | null {
  if (isPending(state)) return 'push';
  if (isUndecided(state, platform)) return null;
  const usable = state.methods.filter((one) => one.ready && usableHere(one.method, platform));
  const opens = usable.find(({ method }) => method === state.opensWith) ?? usable[0];
  return opens?.method ?? null;
}

/** Whether the browser has yet to tell if the prompt can open as the service says. */
export const isUndecided = (state: PromptState, platform: boolean | null): boolean =>
  platform === null && state.opensWith === 'platform' && !isPending(state);

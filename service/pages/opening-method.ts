import { usableHere } from '../../components/prompt/prompt-screen.ts';
import type { Method, PromptState } from '../../lib/protocol/prompt.ts';

/**
 * What a prompt opens with: a push that waits, then what the service opens with, then the strongest that works in
 * this browser. Null while the browser has not told, or where nothing works.
 */
export function openingMethod(state: PromptState, platform: boolean | null): Method | null {
  if (state.parts.push?.latest?.state === 'pending') return 'push';
  if (platform === null && state.opensWith === 'platform') return null;
  const usable = state.methods.filter((one) => one.ready && usableHere(one.method, platform));
  const opens = usable.find(({ method }) => method === state.opensWith) ?? usable[0];
  return opens?.method ?? null;
}

import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { OpensWith, Readiness } from '../../lib/protocol/methods.ts';
import type { Method } from '../../lib/protocol/prompt.ts';

/** How the person wants this prompt to begin. */
export interface Wishes {
  opensWith: OpensWith;
  autoPush: boolean;
  /** The browser that a push goes to unless another is chosen or the prompt opens with one, if it is still paired; null: all. */
  pushTo: DeviceId | null;
  /** What this person last succeeded with, in whatever browser. */
  lastMethod: Method | null;
}

/** What the prompt may open with, and what is known of the person's habits. */
export interface Opening {
  methods: readonly Pick<Readiness, 'method' | 'ready' | 'strength'>[];
  wishes: Pick<Wishes, 'opensWith' | 'lastMethod'>;
  /** What succeeded last in the browser that asks; null where it does not say. */
  lastHere: Method | null;
}

/**
 * What a prompt opens with: the person's choice, else what last succeeded in this browser, else what last succeeded
 * anywhere, else the strongest (§5.2.2). Whatever is named, only what is ready opens; null where nothing is.
 */
export function openingOf({ methods, wishes, lastHere }: Opening): Method | null {
  const ready = methods.filter((one) => one.ready).toSorted((a, b) => b.strength - a.strength);
  for (const wanted of [wishes.opensWith.method, lastHere, wishes.lastMethod]) {
    const found = ready.find(({ method }) => method === wanted);
    if (found) return found.method;
  }
  return ready[0]?.method ?? null;
}

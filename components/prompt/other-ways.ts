import type { Method, MethodView, PromptState, PushPart } from '../../lib/protocol/prompt.ts';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';
import { usableHere } from './prompt-screen.ts';
import { asksNext, type PushTarget } from './push-target.ts';

/** One row of "Other options". */
export interface OtherWay {
  method: Method;
  /** For a push among several browsers. */
  to: PushTarget | null;
  name: string;
  /** Its devices, or why it cannot be used now. */
  words: string;
  disabled: boolean;
}

interface Beside {
  /** Shown already, so no other option. */
  current: Method | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
}

/** Every way that devices and policy allow besides the current one, the strongest first. */
export function otherWays({ methods, parts }: PromptState, { current, platform }: Beside): OtherWay[] {
  return methods.flatMap((method) => {
    if (isChoice(method, parts.push)) return browsersOf(parts.push, current);
    return method.method === current ? [] : [wayOf(method, platform)];
  });
}

const isChoice = ({ method, ready }: MethodView, push: PushPart | null): push is PushPart =>
  method === 'push' && ready && push !== null && push.browsers.length > 1;

/** All of them, then each by its name; without those that are asked already. */
function browsersOf(push: PushPart, current: Method | null): OtherWay[] {
  const names = push.browsers.map(({ name }) => name).join(', ');
  const way = { method: 'push', disabled: false } as const;
  const all: OtherWay = { ...way, to: 'all', name: promptText.methods.push, words: promptText.toAll(names) };
  const each = push.browsers.map(
    ({ device, name }): OtherWay => ({
      ...way,
      to: device,
      name: promptText.pushTo(name),
      words: promptText.toOne,
    }),
  );
  const asked = current === 'push' ? asksNext(push) : null;
  return [all, ...each].filter(({ to }) => to !== asked);
}

function wayOf({ method, ready, why, devices }: MethodView, platform: boolean | null): OtherWay {
  const isHere = usableHere(method, platform);
  const words = isHere ? devices.join(', ') : promptText.noPlatform;
  return {
    method,
    to: null,
    name: promptText.methods[method],
    words: ready ? words : problem(why),
    disabled: !ready || !isHere,
  };
}

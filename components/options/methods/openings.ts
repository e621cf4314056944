import type { MethodsView, OpensWith } from '../../../lib/protocol/methods.ts';
import { problem } from '../../problem.ts';
import { methodsText } from '../../sentences.ts';

type View = Pick<MethodsView, 'methods' | 'browsers'>;
type Methods = View['methods'][number];

/** Something that a sign-in can open with. */
export interface Opening {
  /** The choice as one word, for a control. */
  key: string;
  choice: OpensWith;
  name: string;
  /** What it uses, or why it cannot be used. */
  words: string;
  standing: 'always' | 'ready' | 'missing' | 'not-ready';
}

export const keyOf = (choice: OpensWith): string =>
  choice.method === 'push' && choice.device !== null ? `push-${choice.device}` : choice.method;

/** Everything that can be chosen for a person, in the order of strength, also what does not work now. */
export function openingsOf(view: View): Opening[] {
  const last: Opening = {
    key: 'last',
    choice: { method: 'last' },
    name: methodsText.last,
    words: methodsText.lastWhy,
    standing: 'always',
  };
  return [
    last,
    ...view.methods.flatMap((one) => (one.method === 'push' ? pushes(one, view) : [single(one)])),
  ];
}

function single(one: Methods): Opening {
  const { method } = one;
  const choice: OpensWith = method === 'push' ? { method, device: null } : { method };
  return {
    key: keyOf(choice),
    choice,
    name: methodsText.methods[method],
    words: one.ready ? one.devices.join(', ') : problem(one.why),
    standing: standingOf(one),
  };
}

/** Push to whichever browsers are asked anyway; where there are several, to each of them as well. */
function pushes(one: Methods, { browsers }: View): Opening[] {
  const all = single(one);
  const [first, ...others] = browsers;
  if (first === undefined) return [all];
  if (others.length === 0) return [{ ...all, name: nameOf(first) }];
  // The name of another one is said already, and one reason does for all.
  const wordsOf = ({ here, name }: View['browsers'][number]): string => (one.ready && here ? name : '');
  const each = browsers.map((browser): Opening => {
    const choice: OpensWith = { method: 'push', device: browser.device };
    return { ...all, key: keyOf(choice), choice, name: nameOf(browser), words: wordsOf(browser) };
  });
  return [{ ...all, words: one.ready ? methodsText.pushWhy : all.words }, ...each];
}

const nameOf = ({ here, name }: View['browsers'][number]): string =>
  here ? methodsText.pushHere : methodsText.pushTo(name);

function standingOf({ ready, why }: Methods): Opening['standing'] {
  if (ready) return 'ready';
  return why === 'method_missing' ? 'missing' : 'not-ready';
}

import type { Method, MethodView } from '../../lib/protocol/prompt.ts';
import { problem } from '../problem.ts';
import { deviceText, promptText } from '../sentences.ts';
import { Way } from '../way.tsx';
import { usableHere } from './prompt-screen.ts';

export interface MethodsProps {
  methods: readonly MethodView[];
  /** Shown already, so no other option. */
  current: Method | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** Whether the person wants to see their devices once they have confirmed; null where there is no way to them. */
  manages: boolean | null;
  onChoose: (method: Method) => void;
  onManage: () => void;
}

/** "Other options": every factor that devices and policy allow, or why one cannot be used now; then the devices. */
export function Methods(props: MethodsProps) {
  const { methods, current, platform, manages, onChoose, onManage } = props;
  const others = methods.filter(({ method }) => method !== current);
  // Where nothing can be confirmed with, nothing opens the devices either.
  const isManageable = manages !== null && current !== null;
  if (others.length === 0 && !isManageable) return null;
  const list = (
    <ul class="stack-tight">
      {others.map((one) => (
        <li key={one.method}>
          <Way
            name={promptText.methods[one.method]}
            words={wordsOf(one, platform)}
            disabled={!one.ready || !usableHere(one.method, platform)}
            onPress={() => onChoose(one.method)}
          />
        </li>
      ))}
      {isManageable && (
        <li>
          <Way
            name={deviceText.manage}
            words={manages ? deviceText.managing : deviceText.manageWhy}
            pressed={manages}
            onPress={onManage}
          />
        </li>
      )}
    </ul>
  );
  if (current === null) return list;
  const stuck = methods.some(({ method, ready }) => method === current && !ready);
  return (
    <details class="methods" open={stuck}>
      <summary>{promptText.otherOptions}</summary>
      {list}
    </details>
  );
}

function wordsOf({ method, ready, why, devices }: MethodView, platform: boolean | null): string {
  if (!ready) return problem(why);
  return usableHere(method, platform) ? devices.join(', ') : promptText.noPlatform;
}

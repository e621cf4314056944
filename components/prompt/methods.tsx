import type { Method, PromptState } from '../../lib/protocol/prompt.ts';
import { deviceText, promptText } from '../sentences.ts';
import { Way } from '../way.tsx';
import { otherWays } from './other-ways.ts';
import type { PushTarget } from './push-target.ts';

export interface MethodsProps {
  state: PromptState;
  /** Shown already, so no other option. */
  current: Method | null;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  /** Whether the person wants to see their devices once they have confirmed; null where there is no way to them. */
  manages: boolean | null;
  /** The list was opened. */
  onBrowse: () => void;
  onChoose: (method: Method, to: PushTarget | null) => void;
  onManage: () => void;
}

/** "Other options": every factor that devices and policy allow, or why one cannot be used now; then the devices. */
export function Methods(props: MethodsProps) {
  const { state, current, platform, manages, onBrowse, onChoose, onManage } = props;
  const ways = otherWays(state, { current, platform });
  // Where nothing can be confirmed with, nothing opens the devices either.
  const isManageable = manages !== null && current !== null;
  if (ways.length === 0 && !isManageable) return null;
  const list = (
    <ul class="stack-tight">
      {ways.map(({ method, to, name, words, disabled }) => (
        <li key={to ?? method}>
          <Way name={name} words={words} disabled={disabled} onPress={() => onChoose(method, to)} />
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
  const stuck = state.methods.some(({ method, ready }) => method === current && !ready);
  return (
    <details class="methods" open={stuck} onToggle={({ currentTarget }) => currentTarget.open && onBrowse()}>
      <summary>{promptText.otherOptions}</summary>
      {list}
    </details>
  );
}

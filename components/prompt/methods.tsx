import type { MethodView } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { problem } from '../problem.ts';
import { promptText } from '../sentences.ts';

/** "Other options": every factor that devices and policy allow, or why one cannot be used now. */
export function Methods({ methods, onPush }: { methods: readonly MethodView[]; onPush: () => void }) {
  if (methods.length === 0) return null;
  return (
    <details class="methods">
      <summary>{promptText.otherOptions}</summary>
      <ul class="stack-tight">
        {methods.map((method) => (
          <li key={method.method}>
            <Button wide disabled={!method.ready} onPress={onPush}>
              <span class="grow way">
                {promptText.methods[method.method]}
                <small>{method.ready ? method.devices.join(', ') : problem(method.why)}</small>
              </span>
            </Button>
          </li>
        ))}
      </ul>
    </details>
  );
}

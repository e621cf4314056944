import { useState } from 'preact/hooks';
import type { ForgetPost } from '../../lib/protocol/trust.ts';
import { Button } from '../button.tsx';
import { Note } from '../note.tsx';
import { trustedListText } from '../sentences/trust.ts';
import { commonText } from '../sentences.ts';
import { useFocusWith } from '../use-focus-with.ts';

export interface ForgetSeveralProps {
  /** Whether this browser is trusted, and others too. */
  hasOthers: boolean;
  busy: boolean;
  onForget: (what: ForgetPost) => void;
}

/** All but this one, or all; the latter asks first, since it ends what the person is just using. */
export function ForgetSeveral({ hasOthers, busy, onForget }: ForgetSeveralProps) {
  const [isAsking, ask] = useState(false);
  const place = useFocusWith(isAsking);
  const forgetAll = (): void => {
    ask(false);
    onForget({ which: 'all' });
  };
  return (
    <div ref={place} class="stack-tight">
      {isAsking ? (
        <>
          <div tabIndex={-1}>
            <Note tone="warn">{trustedListText.allAsk}</Note>
          </div>
          <div class="row several">
            <Button look="danger" disabled={busy} onPress={forgetAll}>
              {trustedListText.allYes}
            </Button>
            <Button look="quiet" onPress={() => ask(false)}>
              {commonText.back}
            </Button>
          </div>
        </>
      ) : (
        <div class="row several">
          {hasOthers && (
            <Button disabled={busy} onPress={() => onForget({ which: 'others' })}>
              {trustedListText.others}
            </Button>
          )}
          <Button disabled={busy} onPress={() => ask(true)}>
            {trustedListText.all}
          </Button>
        </div>
      )}
    </div>
  );
}

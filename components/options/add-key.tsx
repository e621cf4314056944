import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { keysText } from '../sentences.ts';

/** The two ways to one more authenticator. */
export function AddKey(props: { platform: boolean; onAdd: (kind: AuthenticatorKind) => void }) {
  const { platform, onAdd } = props;
  return (
    <div class="stack-tight">
      <div class="row wraps">
        <Button onPress={() => onAdd('security_key')}>{keysText.add.security_key}</Button>
        <Button disabled={!platform} onPress={() => onAdd('platform')}>
          {keysText.add.platform}
        </Button>
      </div>
      {!platform && <p class="small muted">{keysText.noPlatform}</p>}
    </div>
  );
}

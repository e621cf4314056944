import type { AuthenticatorKind } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Mark } from '../mark.tsx';
import { popupText } from '../sentences.ts';

/** The prompt in front waits for an authenticator, which works only there. */
export function KeyWanted({ kind, onGo }: { kind: AuthenticatorKind; onGo: () => void }) {
  return (
    <section class="stack centre resting">
      <Mark size={48} />
      <div class="stack-tight">
        <Heading>{popupText.wanted[kind]}</Heading>
        <p class="muted">{popupText.wantedWhy}</p>
      </div>
      <Button look="main" large wide onPress={onGo}>
        {popupText.toPrompt}
      </Button>
    </section>
  );
}

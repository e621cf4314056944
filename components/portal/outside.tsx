import { useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import type { CeremonyStage } from '../ceremony/ceremony.tsx';
import { Field } from '../field.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { ceremonyText } from '../sentences/ceremony.ts';
import { portalText } from '../sentences/portal.ts';
import { pairingText } from '../sentences.ts';
import { Working } from '../working.tsx';
import type { PortalEntry } from './portal-screen.ts';

/** As many characters as the service reads. */
const LONGEST = 256;

export interface OutsideProps {
  entry: PortalEntry;
  onEnter: (username: string) => void;
  /** To what is open already, for whoever came out of it to prove again who they are. */
  onBack: () => void;
}

/** Before the portal: who somebody is, by something that checks it, and which other ways in there are. */
export function Outside({ entry, onEnter, onBack }: OutsideProps) {
  const { stage, ended, again } = entry;
  const [typed, type] = useState('');
  const username = again ?? typed;
  const works = stage?.name === 'starting' || stage?.name === 'asking' || stage?.name === 'done';
  const blocked = works || username.trim() === '';
  const enter = (): void => onEnter(username.trim());
  return (
    <>
      <Heading>{portalText.title}</Heading>
      {stage === null && ended === 'over' && <Note spoken>{problem('portal_closed')}</Note>}
      {stage === null && ended === 'left' && (
        <Note tone="good" spoken>
          {portalText.left}
        </Note>
      )}
      {stage === null && again !== null && (
        <Note tone="warn" spoken>
          {problem('proof_again')}
        </Note>
      )}
      <p>{again === null ? portalText.how : portalText.howAgain}</p>
      {again === null ? (
        <Field label={portalText.username} hint={portalText.usernameHint}>
          {(control) => (
            <input
              {...control}
              autocomplete="username"
              autocapitalize="none"
              spellcheck={false}
              maxLength={LONGEST}
              value={username}
              readOnly={works}
              onInput={(event) => type(event.currentTarget.value)}
              onKeyDown={(event) => {
                if (event.key === 'Enter' && event.isTrusted && !blocked) enter();
              }}
            />
          )}
        </Field>
      ) : (
        <p class="small muted">
          {pairingText.account} <strong>{again}</strong>
        </p>
      )}
      <Progress stage={stage} />
      {/* It stays while the dialog is open, and keeps the focus. */}
      <Button look="main" large wide disabled={blocked} onPress={enter}>
        {again === null ? portalText.open : portalText.prove}
      </Button>
      {again !== null && (
        <Button look="quiet" wide onPress={onBack}>
          {portalText.backToList}
        </Button>
      )}
      <OtherWays />
    </>
  );
}

function Progress({ stage }: { stage: CeremonyStage | null }) {
  switch (stage?.name) {
    case 'starting':
    case 'asking':
      return <Working>{ceremonyText[stage.name]}</Working>;
    case 'failed':
      return (
        <Note tone="bad" spoken>
          {problem(stage.error)}
        </Note>
      );
    default:
      return null;
  }
}

function OtherWays() {
  return (
    <details class="methods">
      <summary>{portalText.otherWays}</summary>
      <ul class="stack-tight dots">
        <li>{portalText.fromSignIn}</li>
        <li>{portalText.fromOptions}</li>
      </ul>
    </details>
  );
}

import { useState } from 'preact/hooks';
import type { Reply } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { CredentialView } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { day, moment } from '../format.ts';
import { Form } from '../forms/form.tsx';
import { Rename } from '../forms/rename.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { keysText, optionsText } from '../sentences.ts';
import { useFocusWith } from '../use-focus-with.ts';

export interface KeyRowProps {
  credential: CredentialView;
  /** Another change is under way. */
  isBusy: boolean;
  onName: (name: string) => Promise<Reply<'credential.rename'>>;
  onRemove: () => void;
}

/** One authenticator: what it is called, since when, and how to end it. */
export function KeyRow({ credential, isBusy, onName, onRemove }: KeyRowProps) {
  const { name, cloneSuspected } = credential;
  const [mode, enter] = useState<'rest' | 'rename' | 'remove'>('rest');
  const place = useFocusWith(mode);
  const [error, fail] = useState<ErrorCode | null>(null);
  const rename = async (next: string): Promise<void> => {
    const reply = await onName(next);
    fail(reply.ok ? null : reply.error);
    enter('rest');
  };
  const remove = (): void => {
    enter('rest');
    onRemove();
  };
  return (
    <div ref={place} class="stack-tight">
      <Facts credential={credential} />
      {cloneSuspected && <Note tone="warn">{keysText.cloneWhy}</Note>}
      {error !== null && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      {mode === 'rename' && (
        <Rename name={name} onName={(next) => void rename(next)} onBack={() => enter('rest')} />
      )}
      {mode === 'remove' && <Sure name={name} onYes={remove} onBack={() => enter('rest')} />}
      {mode === 'rest' && (
        <div class="row">
          <Button label={keysText.renameLabel(name)} onPress={() => enter('rename')}>
            {optionsText.rename}
          </Button>
          {!isBusy && (
            <Button label={keysText.removeLabel(name)} onPress={() => enter('remove')}>
              {keysText.remove}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

function Facts({ credential }: { credential: CredentialView }) {
  const { name, kind, createdAt, lastUsedAt, cloneSuspected } = credential;
  return (
    <div class="row">
      <div class="grow">
        <p>
          <strong>{name}</strong>
        </p>
        <p class="small muted">{keysText.kinds[kind]}</p>
        <p class="small muted">
          <span title={moment(createdAt)}>{keysText.added(day(createdAt))}</span>
          {' · '}
          {lastUsedAt === null ? (
            keysText.unused
          ) : (
            <span title={moment(lastUsedAt)}>{keysText.used(day(lastUsedAt))}</span>
          )}
        </p>
      </div>
      {cloneSuspected && <span class="chip warn">{keysText.clone}</span>}
    </div>
  );
}

function Sure({ name, onYes, onBack }: { name: string; onYes: () => void; onBack: () => void }) {
  return (
    <Form wide act={keysText.removeYes} look="danger" onAct={onYes} onBack={onBack}>
      <div tabIndex={-1}>
        <Note tone="warn">{keysText.removeAsk(name)}</Note>
      </div>
    </Form>
  );
}

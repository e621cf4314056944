import { useState } from 'preact/hooks';
import type { Reply } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import type { CredentialView } from '../../lib/protocol/webauthn.ts';
import { Button } from '../button.tsx';
import { day, moment } from '../format.ts';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { commonText, keysText, optionsText } from '../sentences.ts';
import { Rename } from './rename.tsx';

export interface KeyRowProps {
  credential: CredentialView;
  /** Another change is under way. */
  isBusy: boolean;
  onName: (name: string) => Promise<Reply<'credential.rename'>>;
  onRemove: () => void;
}

/** One authenticator: what it is called, since when, and how to end it. */
export function KeyRow({ credential, isBusy, onName, onRemove }: KeyRowProps) {
  const { id, name, cloneSuspected } = credential;
  const [mode, enter] = useState<'rest' | 'rename' | 'remove'>('rest');
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
    <div class="stack-tight">
      <Facts credential={credential} />
      {cloneSuspected && <Note tone="warn">{keysText.cloneWhy}</Note>}
      {error !== null && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      {mode === 'rename' && (
        <Rename
          id={`name-${id}`}
          name={name}
          onName={(next) => void rename(next)}
          onBack={() => enter('rest')}
        />
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
    <div class="stack-tight">
      <Note tone="warn" spoken>
        {keysText.removeAsk(name)}
      </Note>
      <div class="row">
        <Button look="danger" onPress={onYes}>
          {keysText.removeYes}
        </Button>
        <Button look="quiet" onPress={onBack}>
          {commonText.cancel}
        </Button>
      </div>
    </div>
  );
}

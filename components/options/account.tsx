import { useState } from 'preact/hooks';
import type { AccountView } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { hostOf, initial } from '../format.ts';
import { Form } from '../forms/form.tsx';
import { Rename } from '../forms/rename.tsx';
import { Note } from '../note.tsx';
import { problem } from '../problem.ts';
import { optionsText, pairingText } from '../sentences.ts';
import { useFocusWith } from '../use-focus-with.ts';
import type { OptionsActions } from './options-actions.ts';

export interface AccountProps {
  account: AccountView;
  actions: OptionsActions;
  /** Says a result aloud. */
  speak: (words: string) => void;
}

/** One paired account: what it is called, whether it works, and how to end it. */
export function Account({ account, actions, speak }: AccountProps) {
  const [mode, enter] = useState<'rest' | 'rename' | 'unpair'>('rest');
  const place = useFocusWith<HTMLElement>(mode);
  const [error, fail] = useState<ErrorCode | null>(null);
  const { device, username, displayName, deviceName, origin, status } = account;
  const host = hostOf(origin);

  const told = async (work: Promise<{ ok: true } | { ok: false; error: ErrorCode }>, done: string) => {
    const reply = await work;
    fail(reply.ok ? null : reply.error);
    enter('rest');
    if (reply.ok) speak(done);
  };

  return (
    <article ref={place} class="stack-tight" aria-label={`${username} · ${host}`}>
      <div class="row">
        <span class="avatar" aria-hidden="true">
          {initial(displayName || username)}
        </span>
        <div class="grow">
          <p>
            <strong>{displayName || username}</strong>
          </p>
          <p class="small muted">{username}</p>
          <p class="small muted">{host}</p>
          <p class="small muted">
            {optionsText.device} “{deviceName}”
          </p>
        </div>
        {status === 'active' && <Standing online={account.online} />}
      </div>
      {status !== 'active' && (
        <Note tone="bad">
          <p>{problem(status)}</p>
          {status === 'device_unknown' && <p>{pairingText.backAgain}</p>}
        </Note>
      )}
      {mode === 'rename' && (
        <Rename
          name={deviceName}
          onName={(name) => void told(actions.rename(device, name), optionsText.saved)}
          onBack={() => enter('rest')}
        />
      )}
      {mode === 'unpair' && (
        <Form
          wide
          act={optionsText.unpairYes}
          look="danger"
          onAct={() => void told(actions.unpair(device), optionsText.unpaired)}
          onBack={() => enter('rest')}
        >
          <div tabIndex={-1}>
            <Note tone="warn">{optionsText.unpairAsk(host)}</Note>
          </div>
        </Form>
      )}
      {error !== null && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      {mode === 'rest' && status === 'active' && (
        <div class="row">
          <Button onPress={() => enter('rename')}>{optionsText.rename}</Button>
          <Button onPress={() => enter('unpair')}>{optionsText.unpair}</Button>
        </div>
      )}
      {mode === 'rest' && status !== 'active' && (
        <div class="row">
          <Button onPress={() => void told(actions.forget(device), optionsText.forgotten)}>
            {optionsText.forget}
          </Button>
        </div>
      )}
    </article>
  );
}

function Standing({ online }: { online: boolean }) {
  return (
    <span class={`chip ${online ? 'good' : 'warn'}`}>
      {online ? optionsText.working : optionsText.offline}
    </span>
  );
}

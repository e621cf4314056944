import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { day, moment } from '../format.ts';
import { Form } from '../forms/form.tsx';
import { Rename } from '../forms/rename.tsx';
import { Note } from '../note.tsx';
import { deviceRowText } from '../sentences/devices.ts';
import { useFocusWith } from '../use-focus-with.ts';

export interface DeviceRowProps {
  name: string;
  /** In milliseconds since the Unix epoch. */
  createdAt: number;
  /** What it is, where the list holds several kinds. */
  kind?: string;
  /** What sets it apart: small labels. */
  chips?: ComponentChildren;
  /** Remarks about it. */
  children?: ComponentChildren;
  /** A change is under way. */
  busy: boolean;
  onName: (name: string) => void;
  /** What is asked before it is removed, and the removal. Left out where it cannot be removed from here. */
  removal?: { ask: string; onRemove: () => void };
}

/** One browser or authenticator of a person: what it is called, since when, and how to end it. */
export function DeviceRow(props: DeviceRowProps) {
  const { name, createdAt, kind, chips, children, busy, onName, removal } = props;
  const [mode, enter] = useState<'rest' | 'rename' | 'remove'>('rest');
  const place = useFocusWith(mode);
  const rest = (then: () => void): void => {
    enter('rest');
    then();
  };
  return (
    <div ref={place} class="stack-tight">
      <div class="row top wraps">
        <div class="grow names">
          <p>
            <strong>{name}</strong>
          </p>
          <p class="small muted">
            {kind !== undefined && `${kind} · `}
            <span title={moment(createdAt)}>{deviceRowText.added(day(createdAt))}</span>
          </p>
        </div>
        {chips}
      </div>
      {children}
      {mode === 'rename' && (
        <Rename name={name} onName={(next) => rest(() => onName(next))} onBack={() => enter('rest')} />
      )}
      {mode === 'remove' && removal && (
        <Form
          wide
          act={deviceRowText.removeYes}
          look="danger"
          onAct={() => rest(removal.onRemove)}
          onBack={() => enter('rest')}
        >
          <div tabIndex={-1}>
            <Note tone="warn">{removal.ask}</Note>
          </div>
        </Form>
      )}
      {mode === 'rest' && (
        <div class="row">
          <Button label={deviceRowText.renameLabel(name)} disabled={busy} onPress={() => enter('rename')}>
            {deviceRowText.rename}
          </Button>
          {removal && (
            <Button label={deviceRowText.removeLabel(name)} disabled={busy} onPress={() => enter('remove')}>
              {deviceRowText.remove}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

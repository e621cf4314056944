import { useState } from 'preact/hooks';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import { Button } from '../button.tsx';
import { Choice } from '../forms/choice.tsx';
import { Form } from '../forms/form.tsx';
import { newBrowserText } from '../sentences/devices.ts';
import { useFocusWith } from '../use-focus-with.ts';

export interface NewBrowserProps {
  /** Those that a new one can replace; the first of them is proposed. */
  browsers: readonly { id: DeviceId; name: string }[];
  /** What comes next, where it is worth a word. */
  next?: string;
  busy: boolean;
  /** `replaces` null: one more. */
  onAdd: (replaces: DeviceId | null) => void;
}

/** The two ways to a browser more: beside those that there are, or in the place of one. */
export function NewBrowser({ browsers, next, busy, onAdd }: NewBrowserProps) {
  const [mode, enter] = useState<'rest' | 'another' | 'replacing'>('rest');
  const place = useFocusWith(mode);
  const add = (replaces: DeviceId | null): void => {
    enter('rest');
    onAdd(replaces);
  };
  const back = (): void => enter('rest');
  return (
    <div ref={place} class="stack-tight">
      {mode === 'another' && (
        <Form wide act={newBrowserText.goOn} disabled={busy} onAct={() => add(null)} onBack={back}>
          <p tabIndex={-1}>
            {newBrowserText.anotherWhy} {next}
          </p>
        </Form>
      )}
      {mode === 'replacing' && (
        <Replacing browsers={browsers} next={next} busy={busy} onAdd={add} onBack={back} />
      )}
      {mode === 'rest' && (
        <div class="row wraps">
          <Button disabled={busy} onPress={() => enter('another')}>
            {newBrowserText.another}
          </Button>
          {browsers.length > 0 && (
            <Button disabled={busy} onPress={() => enter('replacing')}>
              {newBrowserText.replacing}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

type ReplacingProps = Pick<NewBrowserProps, 'browsers' | 'busy'> & {
  next: string | undefined;
  onAdd: (replaces: DeviceId) => void;
  onBack: () => void;
};

function Replacing({ browsers, next, busy, onAdd, onBack }: ReplacingProps) {
  const [chosen, choose] = useState<DeviceId | null>(null);
  const replaces = browsers.find(({ id }) => id === chosen) ?? browsers[0];
  if (replaces === undefined) return null;
  const names = Object.fromEntries(browsers.map(({ id, name }) => [id, name]));
  return (
    <Form act={newBrowserText.goOn} disabled={busy} onAct={() => onAdd(replaces.id)} onBack={onBack}>
      <p>
        {newBrowserText.replacingWhy} {next}
      </p>
      <Choice
        label={newBrowserText.which}
        value={replaces.id}
        choices={names as Record<DeviceId, string>}
        onChoice={choose}
      />
    </Form>
  );
}

import { useEffect, useState } from 'preact/hooks';
import type { ImportPreview } from '../../lib/messages/passcodes.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { passcodeProblem } from '../passcodes/passcode-problem.ts';
import { addText } from '../sentences/passcodes.ts';
import { commonText } from '../sentences.ts';
import { Working } from '../working.tsx';
import type { PasscodeActions } from './passcode-actions.ts';
import { nameOf } from './passcode-row.tsx';

type Stage =
  | { name: 'looking' | 'adding' | 'added' }
  | { name: 'found'; text: string; preview: ImportPreview }
  | { name: 'failed'; say: string };

/** A square code may be of anything; only then the words about files mean nothing to the person. */
const otherThings: readonly ErrorCode[] = ['import_unknown', 'import_empty', 'otpauth_invalid'];

const trouble = (error: ErrorCode): Stage => ({
  name: 'failed',
  say: otherThings.includes(error) ? addText.otherCode : passcodeProblem(error),
});

async function look({ scan, preview }: PasscodeActions): Promise<Stage> {
  const read = await scan();
  if ('problem' in read) {
    return { name: 'failed', say: read.problem === 'noCode' ? addText.noCode : addText.unreadable };
  }
  const reply = await preview(read.link);
  return reply.ok ? { name: 'found', text: read.link, preview: reply.value } : trouble(reply.error);
}

/** The square code in the tab in front: read, shown, and kept only after one more press. */
export function AddFromPage({ actions, onClose }: { actions: PasscodeActions; onClose: () => void }) {
  const [stage, enter] = useState<Stage>({ name: 'looking' });
  useEffect(() => void look(actions).then(enter), []);
  const add = async (text: string): Promise<void> => {
    enter({ name: 'adding' });
    const error = await actions.add(text);
    enter(error === null ? { name: 'added' } : trouble(error));
  };
  return (
    <div class="panel stack-tight" key={stage.name}>
      <Contents stage={stage} onAdd={(text) => void add(text)} />
      <Button look="quiet" wide onPress={onClose}>
        {commonText.back}
      </Button>
    </div>
  );
}

function Contents({ stage, onAdd }: { stage: Stage; onAdd: (text: string) => void }) {
  switch (stage.name) {
    case 'looking':
      return <Working>{addText.looking}</Working>;
    case 'adding':
      return <Working>{addText.adding}</Working>;
    case 'added':
      return (
        <Note tone="good" spoken>
          {addText.added}
        </Note>
      );
    case 'failed':
      return (
        <Note tone="warn" spoken>
          {stage.say}
        </Note>
      );
    case 'found':
      return <Found preview={stage.preview} onAdd={() => onAdd(stage.text)} />;
  }
}

function Found({ preview: { rows, bad }, onAdd }: { preview: ImportPreview; onAdd: () => void }) {
  const fresh = rows.filter(({ duplicate }) => !duplicate).length;
  return (
    <>
      <Heading level={3}>{fresh === 0 ? addText.nothingNew : addText.ask(fresh)}</Heading>
      <ul class="list">
        {rows.map((row) => (
          <li key={row.row}>
            <p>{nameOf(row)}</p>
            {row.duplicate && <p class="small muted">{addText.duplicate}</p>}
          </li>
        ))}
        {bad.map(({ row, error }) => (
          <li key={row}>
            <p>{addText.row(row)}</p>
            <p class="small muted">{passcodeProblem(error)}</p>
          </li>
        ))}
      </ul>
      {fresh > 0 && (
        <Button look="main" wide onPress={onAdd}>
          {addText.add}
        </Button>
      )}
    </>
  );
}

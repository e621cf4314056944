import { useState } from 'preact/hooks';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { Heading } from '../heading.tsx';
import { Icon, type IconName } from '../icon.tsx';
import { Note } from '../note.tsx';
import { commonText, pairingText } from '../sentences.ts';
import { Working } from '../working.tsx';
import type { PairingActions, ReadLink } from './pairing-actions.ts';
import { PasteLink } from './paste-link.tsx';
import { ProfileAdvice } from './profile-advice.tsx';

/** The three ways in which an activation link comes from a set-up page to this browser. */
export function PairingWays({ actions, onBack }: { actions: PairingActions; onBack: () => void }) {
  const [pasting, paste] = useState(false);
  const [looking, look] = useState(false);
  const [trouble, tell] = useState<string | null>(null);

  const read = async (work: Promise<ReadLink>) => {
    look(true);
    tell(null);
    const found = await work;
    if ('problem' in found) tell(pairingText.problems[found.problem]);
    else {
      const reply = await actions.offer(found.link);
      if (!reply.ok) tell(problem(reply.error));
    }
    look(false);
  };

  return (
    <div class="stack">
      <Heading>{pairingText.choose}</Heading>
      <ProfileAdvice actions={actions} />
      {pasting ? (
        <PasteLink onOffer={actions.offer} />
      ) : (
        <>
          <p class="small muted">{pairingText.chooseWhy}</p>
          <div class="stack-tight">
            <Way icon="page" name="page" onPress={() => void read(actions.readPage())} />
            <Way icon="link" name="paste" onPress={() => paste(true)} />
            <Way icon="scan" name="scan" onPress={() => void read(actions.scanPage())} />
          </div>
        </>
      )}
      {looking && <Working>{pairingText.looking}</Working>}
      {trouble !== null && (
        <Note tone="warn" spoken>
          {trouble}
        </Note>
      )}
      <Button look="quiet" wide onPress={pasting ? () => paste(false) : onBack}>
        {commonText.back}
      </Button>
    </div>
  );
}

function Way({
  icon,
  name,
  onPress,
}: {
  icon: IconName;
  name: 'page' | 'paste' | 'scan';
  onPress: () => void;
}) {
  return (
    <Button wide onPress={onPress}>
      <Icon name={icon} />
      <span class="grow way">
        {pairingText[name]}
        <small class="muted">{pairingText[`${name}Why`]}</small>
      </span>
      <Icon name="forward" />
    </Button>
  );
}

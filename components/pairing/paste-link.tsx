import { useState } from 'preact/hooks';
import type { Reply } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { Note } from '../note.tsx';
import { pairingText } from '../sentences.ts';

/** A field for an activation link; the background judges whether it is one. */
export function PasteLink({ onOffer }: { onOffer: (link: string) => Promise<Reply<'pairing.offer'>> }) {
  const [link, type] = useState('');
  const [trouble, tell] = useState<string | null>(null);
  const go = async () => {
    const reply = await onOffer(link.trim());
    tell(reply.ok ? null : problem(reply.error));
  };
  return (
    <div class="stack-tight">
      <div>
        <label class="label" for="activation-link">
          {pairingText.link}
        </label>
        <input
          id="activation-link"
          class="field"
          type="url"
          autocomplete="off"
          spellcheck={false}
          maxLength={512}
          value={link}
          onInput={(event) => type(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === 'Enter' && link.trim() !== '') void go();
          }}
        />
      </div>
      <Button look="main" wide disabled={link.trim() === ''} onPress={() => void go()}>
        {pairingText.go}
      </Button>
      {trouble !== null && (
        <Note tone="bad" spoken>
          {trouble}
        </Note>
      )}
    </div>
  );
}

import type { ComponentChildren } from 'preact';
import { Ceremony } from '../ceremony/ceremony.tsx';
import { Note } from '../note.tsx';
import { ceremonyText } from '../sentences.ts';
import type { PromptCeremony } from './prompt-screen.ts';

/** A security key or this computer, signing in or being set up. `children`: the ways out. */
export function Key(props: { ceremony: PromptCeremony; onUse: () => void; children: ComponentChildren }) {
  const { ceremony, onUse, children } = props;
  const { kind, adds, added, stage } = ceremony;
  return (
    <>
      {added && (
        <Note tone="good" spoken>
          {ceremonyText.added[kind]}
        </Note>
      )}
      <Ceremony matter={`${adds ? 'add' : 'use'}_${kind}`} stage={stage} actions={{ use: onUse }} />
      {children}
    </>
  );
}

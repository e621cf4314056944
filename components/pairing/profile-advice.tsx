import { useEffect, useState } from 'preact/hooks';
import { Note } from '../note.tsx';
import { pairingText } from '../sentences.ts';
import type { PairingSteps, Profile } from './pairing-actions.ts';

/** Advises against pairing where the browser forgets it, or where others use the browser too. It stays possible. */
export function ProfileAdvice({ actions }: { actions: Pick<PairingSteps, 'profile'> }) {
  const [profile, tell] = useState<Profile>('own');
  useEffect(() => {
    void actions.profile().then(tell);
  }, []);
  if (profile === 'own') return null;
  return (
    <Note tone="warn" spoken>
      <p>{pairingText.advice[profile]}</p>
      <p>{pairingText.adviceMay}</p>
    </Note>
  );
}

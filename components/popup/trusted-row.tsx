import type { Overview } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { end, moment } from '../format.ts';
import { popupText } from '../sentences.ts';

export interface TrustedRowProps {
  signIn: Overview['trusted'][number];
  now: number;
  onTrusted: () => void;
}

/** A sign-in that passed without asking, and the way to where that ends. */
export function TrustedRow({ signIn: { application, until, at }, now, onTrusted }: TrustedRowProps) {
  return (
    <li class="row">
      <p class="grow small" title={moment(at)}>
        {popupText.trusted(application, end(until, now))}
      </p>
      <Button look="quiet" label={popupText.toTrusted} onPress={onTrusted}>
        {popupText.manage}
      </Button>
    </li>
  );
}

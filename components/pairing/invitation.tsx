import type { PairingView } from '../../lib/protocol/prompt.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { PageCard } from '../prompt/page-card.tsx';
import { PageTroubles } from '../prompt/page-troubles.tsx';
import { pairingText, setUpText } from '../sentences.ts';
import { PagePairing, type PagePairingActions } from './page-pairing.tsx';

export interface InvitationProps {
  /** Null until the person has begun. */
  pairing: PairingView | null;
  username: string;
  link: string | null;
  connected: boolean;
  /** Why the last thing asked for was refused: an error code. */
  error: string | null;
  actions: PagePairingActions;
}

/** The page behind an invitation's link. Looking at it changes nothing, so a mail scanner cannot use it up. */
export function Invitation({ pairing, username, link, connected, error, actions }: InvitationProps) {
  return (
    <PageCard>
      {username !== '' && (
        <p class="small muted">
          {pairingText.account} <strong>{username}</strong>
        </p>
      )}
      {pairing === null ? (
        <>
          <Heading>{setUpText.invitation}</Heading>
          <p>{setUpText.invitationWhy}</p>
          <Button look="main" large wide onPress={actions.begin}>
            {setUpText.setUp}
          </Button>
        </>
      ) : (
        <PagePairing pairing={pairing} link={link} done={setUpText.donePage} actions={actions} />
      )}
      <PageTroubles error={error} connected={connected} />
    </PageCard>
  );
}

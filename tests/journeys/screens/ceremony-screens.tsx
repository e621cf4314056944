import type { JSX } from 'preact';
import { Ceremony, type CeremonyStage } from '../../../components/ceremony/ceremony.tsx';
import { CeremonyUnknown } from '../../../components/ceremony/ceremony-unknown.tsx';
import { PageCard } from '../../../components/prompt/page-card.tsx';

const actions = { use: () => {}, ownPage: () => {} };

type Matter = Parameters<typeof Ceremony>[0]['matter'];

const ceremony = (matter: Matter, stage: CeremonyStage) => (): JSX.Element => (
  <PageCard>
    <Ceremony matter={matter} stage={stage} host="countersign.example.org" actions={actions} />
  </PageCard>
);

const unknown = (stage: CeremonyStage) => (): JSX.Element => (
  <PageCard>
    <CeremonyUnknown stage={stage} onAgain={() => {}} />
  </PageCard>
);

const failed = (error: string, offers: readonly ('again' | 'own-page')[] = ['again', 'own-page']) =>
  ({ name: 'failed', error, offers }) as const;

/** The extension's own page for a ceremony. */
export const ceremonyScreens: Record<string, () => JSX.Element> = {
  opening: unknown({ name: 'starting' }),
  'loaded-anew': unknown(failed('challenge_used', ['again'])),
  'key-ready': ceremony('add_security_key', { name: 'ready' }),
  'key-asking': ceremony('add_security_key', { name: 'asking' }),
  'key-sending': ceremony('add_security_key', { name: 'starting' }),
  'key-cancelled': ceremony('add_security_key', failed('ceremony_cancelled')),
  'key-registered': ceremony('add_security_key', failed('authenticator_registered')),
  'key-added': ceremony('add_security_key', { name: 'done' }),
  'computer-ready': ceremony('add_platform', { name: 'ready' }),
  'computer-unverified': ceremony('add_platform', failed('user_verification_missing')),
  'computer-added': ceremony('add_platform', { name: 'done' }),
  'confirm-ready': ceremony('confirm_platform', { name: 'ready' }),
  'confirm-expired': ceremony('confirm_platform', failed('push_expired', [])),
  'confirm-done': ceremony('confirm_platform', { name: 'done' }),
};

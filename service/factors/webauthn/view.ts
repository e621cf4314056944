import type { Kysely } from 'kysely';
import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { type Readiness, STRENGTH } from '../../../lib/protocol/methods.ts';
import type { FactorParts } from '../../../lib/protocol/prompt.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Challenges } from './challenges.ts';
import type { Asked, Transaction, WebauthnNeeds } from './needs.ts';
import { usableOf, whyOff } from './usable.ts';

/** The strongest first: what checks who is there before what is only touched. */
const KINDS: readonly AuthenticatorKind[] = ['platform', 'security_key'];

/** Authenticators as the prompt sees them; see prompt/factor.ts for what each member promises. */
export function createView(
  { db }: Pick<Floor, 'db'>,
  { needs, challenges }: { needs: WebauthnNeeds; challenges: Challenges },
) {
  const enrolled = async (query: Kysely<Schema>, user: UserId): Promise<boolean> =>
    (await needs.credentials.of(query, user)).length > 0;

  const lapsed = async (user: UserId): Promise<boolean> =>
    (await needs.credentials.list(user)).some(({ removed_at }) => removed_at !== null);

  async function readiness({ user, policy }: Asked): Promise<Readiness[]> {
    const own = await needs.credentials.of(db.read, user);
    return KINDS.map((method) => {
      const ofKind = own.filter(({ kind }) => kind === method);
      const usable = usableOf(ofKind, policy);
      const why = whyNot(method, { policy, own: ofKind.length, usable: usable.length });
      const ready = why === null;
      const devices = (ready ? usable : ofKind).map(({ name }) => name);
      return { method, enrolled: ofKind.length > 0, ready, why, strength: STRENGTH[method], devices };
    });
  }

  return {
    enrolled,
    lapsed,
    readiness,
    /** The browser itself shows what there is to see. */
    part: async (): Promise<Partial<FactorParts>> => ({}),
    present: async (): Promise<void> => {},
    withdraw: (tx: Tx, { id }: Transaction): Promise<void> =>
      challenges.drop(tx, { purpose: 'sign_in', transaction: id }),
    /** A challenge that is too old counts for nothing; the sweep removes it. */
    expire: async (): Promise<void> => {},
  };
}

function whyNot(
  kind: AuthenticatorKind,
  { policy, own, usable }: { policy: Asked['policy']; own: number; usable: number },
): ErrorCode | null {
  if (own === 0) return 'method_missing';
  return whyOff(kind, policy) ?? (usable === 0 ? 'authenticator_clone' : null);
}

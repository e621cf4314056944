import type { Kysely } from 'kysely';
import type { UserId } from '../../../lib/protocol/ids.ts';
import type { FactorParts, MethodView } from '../../../lib/protocol/prompt.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { Schema } from '../../db/schema.ts';
import type { Floor, Tx } from '../../room.ts';
import type { Challenges } from './challenges.ts';
import type { Credential, Look, Transaction, WebauthnNeeds } from './needs.ts';
import { usableOf } from './usable.ts';

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

  async function offers({ user, policy }: Look): Promise<MethodView[]> {
    const own = await needs.credentials.of(db.read, user);
    return KINDS.flatMap((kind) => {
      const ofKind = own.filter((credential) => credential.kind === kind);
      return ofKind.length > 0 ? [offer(kind, { own: ofKind, policy })] : [];
    });
  }

  function offer(
    method: AuthenticatorKind,
    { own, policy }: { own: readonly Credential[]; policy: Look['policy'] },
  ): MethodView {
    const usable = usableOf(own, policy);
    const ready = usable.length > 0;
    const devices = (ready ? usable : own).map(({ name }) => name);
    return { method, ready, why: ready ? null : 'authenticator_clone', devices };
  }

  return {
    enrolled,
    lapsed,
    offers,
    /** The browser itself shows what there is to see. */
    part: async (): Promise<Partial<FactorParts>> => ({}),
    present: async (): Promise<void> => {},
    withdraw: (tx: Tx, { id }: Transaction): Promise<void> =>
      challenges.drop(tx, { purpose: 'sign_in', transaction: id }),
    /** A challenge that is too old counts for nothing; the sweep removes it. */
    expire: async (): Promise<void> => {},
  };
}

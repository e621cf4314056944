import * as v from 'valibot';
import { type NewUnlock, UnlockId, type UnlockSecret, type UnlockView } from '../messages/vault.ts';
import type { Random } from '../ports/random.ts';
import { Refusal } from '../protocol/errors.ts';
import { type Bytes, fromBase64url, importKey, newId, type Place, seal, unseal } from './sealing.ts';
import { areSame, type Cost, Costs, demandLength, keysFrom, newSalt, stretch } from './stretch.ts';

/** WebAuthn §10.1.4: what the extension answers with. */
const PRF_BYTES = 32;

export const StoredBytes = v.custom<Bytes>((value) => value instanceof Uint8Array);

const every = {
  id: UnlockId,
  createdAt: v.number(),
  /** Tells a wrong passphrase from a damaged record. */
  check: StoredBytes,
  /** The vault's key, sealed by this way's. */
  wrapped: StoredBytes,
};

/** A way to open the vault, as it is stored. */
export const Way = v.variant('kind', [
  v.object({
    kind: v.literal('passphrase'),
    ...every,
    costs: v.object({ ...Costs.entries, salt: StoredBytes }),
  }),
  v.object({
    kind: v.literal('prf'),
    ...every,
    name: v.string(),
    /** WebAuthn's PRF extension: the credential, and what it is evaluated at; base64url. */
    credential: v.string(),
    salt: v.string(),
  }),
]);
export type Way = v.InferOutput<typeof Way>;
type Unsealed<W> = W extends Way ? Omit<W, 'check' | 'wrapped'> : never;

export interface Making {
  random: Random;
  /** Milliseconds since the Unix epoch. */
  now: number;
  cost: Cost;
  vault: string;
}

/** @throws Refusal passphrase_short | unlock_unsupported */
export async function makeWay(unlock: NewUnlock, dataKey: Bytes, making: Making): Promise<Way> {
  if (unlock.kind === 'passphrase') demandLength(unlock.passphrase);
  const { random, now, cost, vault } = making;
  const base = { id: newId(random) as UnlockId, createdAt: now };
  const plan: Unsealed<Way> =
    unlock.kind === 'passphrase'
      ? { kind: 'passphrase', ...base, costs: { ...cost, lanes: 1, salt: newSalt(random) } }
      : { kind: 'prf', ...base, name: unlock.name, credential: unlock.credential, salt: unlock.salt };
  const { key, check } = await keysOf(plan, unlock, vault);
  const wrapped = await seal(await importKey(key), { random, place: placeOf(plan, vault), plain: dataKey });
  return { ...plan, check, wrapped } as Way;
}

/**
 * The vault's key, by whichever way this secret is for.
 * @throws Refusal passphrase_wrong | unlock_unknown | unlock_unsupported | vault_damaged
 */
export async function openWay(
  { id: vault, unlocks }: { id: string; unlocks: Way[] },
  secret: UnlockSecret,
): Promise<{ way: Way; dataKey: Bytes }> {
  const way = unlocks.find((each) => fits(each, secret));
  if (!way) throw new Refusal('unlock_unknown');
  const { key, check } = await keysOf(way, secret, vault);
  if (!areSame(check, way.check)) {
    throw new Refusal(way.kind === 'prf' ? 'unlock_unknown' : 'passphrase_wrong');
  }
  return { way, dataKey: await unseal(await importKey(key), placeOf(way, vault), way.wrapped) };
}

/** Whether a new way would be the same as this one: a vault has one passphrase, and each key once. */
export const fits = (way: Way, secret: UnlockSecret | NewUnlock): boolean =>
  secret.kind === 'prf'
    ? way.kind === 'prf' && way.credential === secret.credential
    : way.kind === 'passphrase';

export const isWeak = (way: Way, cost: Cost): boolean =>
  way.kind === 'passphrase' && (way.costs.memory < cost.memory || way.costs.passes < cost.passes);

export const viewOf = (way: Way): UnlockView => ({
  id: way.id,
  kind: way.kind,
  name: way.kind === 'prf' ? way.name : '',
  createdAt: way.createdAt,
  prf: way.kind === 'prf' ? { credential: way.credential, salt: way.salt } : null,
});

async function keysOf(way: Unsealed<Way>, secret: UnlockSecret | NewUnlock, vault: string) {
  const bytes =
    way.kind === 'passphrase' && secret.kind === 'passphrase'
      ? await stretch(secret.passphrase, way.costs)
      : readOutput(secret);
  return keysFrom(bytes, `countersign-vault/1/unlock/${vault}/${way.id}`);
}

function readOutput(secret: UnlockSecret | NewUnlock): Bytes {
  const bytes = secret.kind === 'prf' ? readBytes(secret.output) : null;
  if (bytes?.length !== PRF_BYTES) throw new Refusal('unlock_unsupported');
  return bytes;
}

function readBytes(text: string): Bytes | null {
  try {
    return fromBase64url(text);
  } catch {
    return null;
  }
}

/** Everything about it that is not sealed, so that none of it can be exchanged. */
const placeOf = (way: Unsealed<Way>, vault: string): Place => [
  'header',
  vault,
  way.id,
  way.createdAt,
  ...(way.kind === 'passphrase'
    ? [way.kind, way.costs.memory, way.costs.passes, way.costs.lanes, way.costs.salt.join()]
    : [way.kind, way.name, way.credential, way.salt]),
];

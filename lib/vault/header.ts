import * as v from 'valibot';
import { AutoLock } from '../messages/vault.ts';
import { Refusal } from '../protocol/errors.ts';
import type { Reading, Writing } from './database.ts';
import { Way } from './ways.ts';

/** What the vault is, and how it is opened. Its row is the one that every change goes through. */
export const Header = v.object({
  version: v.literal(1),
  /** Another vault in its place has another, so nothing of the one opens in the other. */
  id: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/)),
  /** Grows with each change of labels, secrets or of this row; counters move by themselves. */
  revision: v.pipe(v.number(), v.integer(), v.minValue(1)),
  unlocks: v.pipe(v.array(Way), v.minLength(1)),
  autoLock: AutoLock,
  clearsClipboard: v.boolean(),
});
export type Header = v.InferOutput<typeof Header>;

export const firstSettings = {
  autoLock: { minutes: 15, withScreen: true },
  clearsClipboard: true,
} as const satisfies Partial<Header>;

const ROW = 'vault';

/** Null when there is no vault. @throws Refusal vault_damaged */
export async function findHeader(transaction: Reading | Writing): Promise<Header | null> {
  const row = await (transaction as Reading).objectStore('header').get(ROW);
  if (row === undefined) return null;
  const parsed = v.safeParse(Header, row);
  if (!parsed.success) throw new Refusal('vault_damaged');
  return parsed.output;
}

/** @throws Refusal vault_changed: it is no longer as it was when `known` was read */
export async function demandSame(transaction: Reading | Writing, known: Header): Promise<void> {
  const current = await findHeader(transaction);
  if (current?.id !== known.id || current.revision !== known.revision) throw new Refusal('vault_changed');
}

/** @throws Refusal vault_changed */
export async function change(
  transaction: Writing,
  known: Header,
  changes: Partial<Omit<Header, 'id' | 'revision' | 'version'>> = {},
): Promise<void> {
  await demandSame(transaction, known);
  await putHeader(transaction, { ...known, ...changes, revision: known.revision + 1 });
}

export const putHeader = (transaction: Writing, header: Header) =>
  transaction.objectStore('header').put(header, ROW);

/** Runs again what somebody else's change came between. @throws Refusal vault_changed: time and again */
export async function untilSettled<Value>(job: () => Promise<Value>): Promise<Value> {
  for (let left = 50; ; left -= 1) {
    try {
      return await job();
    } catch (error) {
      const isMeanwhile = error instanceof Refusal && error.code === 'vault_changed';
      if (!isMeanwhile || left === 0) throw error;
    }
  }
}

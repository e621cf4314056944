import { hotp } from '../../lib/otp/otp.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { Floor } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { DRIFT, NO_RESYNC } from './match.ts';
import { readPasscode } from './read-passcode.ts';
import { openKey } from './token-secret.ts';

/**
 * Brings a counter-based token back into step by three codes in a row, as the help desk is read them (RFC 4226 §7.4).
 * The codes themselves are used up by it.
 */
export function createResync(
  { db, audit }: Pick<Floor, 'db' | 'audit'>,
  { sealing }: { sealing: Pick<Sealing, 'open'> },
) {
  /** @throws `not_found` for no such counter-based token, `passcode_malformed`, `passcode_wrong`, `passcode_used` for one that moved meanwhile */
  return async function resync(serial: string, codes: readonly [string, string, string]): Promise<void> {
    const row = await db.read
      .selectFrom('tokens')
      .select(['id', 'secret', 'type', 'counter'])
      .where('serial', '=', serial)
      .where('type', 'in', ['h6', 'h8'])
      .executeTakeFirst();
    if (!row) throw new Refusal('not_found');
    const key = openKey(sealing, row);
    const counter = counterOf(codes.map(readPasscode), { from: row.counter, codeAt: (at) => hotp(key, at) });
    if (counter === null) throw new Refusal('passcode_wrong');
    await db.write(async (tx) => {
      const moved = await tx.query
        .updateTable('tokens')
        .set({ counter: counter + codes.length, ...NO_RESYNC })
        .where('id', '=', row.id)
        .where('counter', '=', row.counter)
        .returning('user_id')
        .executeTakeFirst();
      if (!moved) throw new Refusal('passcode_used');
      await audit.record(tx, {
        event: 'token.resynced',
        reason: 'operator',
        user: moved.user_id,
        detail: { about: serial, token: row.id, skipped: counter - row.counter },
      });
    });
  };
}

/** The counter of the first of these codes; null if they do not follow each other within reach. */
function counterOf(
  codes: readonly string[],
  { from, codeAt }: { from: number; codeAt: (counter: number) => string },
): number | null {
  for (let counter = from; counter < from + DRIFT; counter++) {
    if (codes.every((code, index) => codeAt(counter + index) === code)) return counter;
  }
  return null;
}

import { hotp } from '../../lib/otp/otp.ts';
import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId, TokenId, UserId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { publicId } from '../ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { LOOK_AHEAD, NO_RESYNC } from './match.ts';
import { openKey, sealSecret } from './token-secret.ts';

/** RFC 4226 §4 R6 recommends 160 bits. */
const SECRET_BYTES = 20;

/** A paired browser, and whose it is. */
export interface Holder {
  device: DeviceId;
  user: UserId;
}

/** What the browser's vault is sent. */
export interface OfferedSecret {
  token: TokenId;
  secret: Uint8Array;
  /** The first counter to use. */
  counter: number;
}

/** The codes of paired browsers, whose vaults make them. */
export function createBrowserTokens(
  { clock, random, audit }: Pick<Floor, 'clock' | 'random' | 'audit'>,
  { sealing }: { sealing: Sealing },
) {
  /** A new secret, and the same one again until it is confirmed. What is in use before it works until then. */
  async function offer(tx: Tx, holder: Holder): Promise<OfferedSecret> {
    const row = (await add(tx, holder)) ?? (await offered(tx, holder));
    if (!row) throw new Error('The browser has neither got a token nor had one.');
    return { token: row.id, secret: openKey(sealing, row).secret, counter: row.counter };
  }

  /** Null where one waits already. */
  async function add(tx: Tx, holder: Holder): Promise<Row<'tokens'> | null> {
    const id = publicId('DH', random) as TokenId;
    const row = await tx.query
      .insertInto('tokens')
      .values({
        id,
        user_id: holder.user,
        device_id: holder.device,
        serial: null,
        type: 'h6',
        period: 0,
        secret: sealSecret(sealing, id, random.bytes(SECRET_BYTES)),
        state: 'offered',
        counter: 0,
        ...NO_RESYNC,
        created_at: clock.now(),
        last_used_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .returningAll()
      .executeTakeFirst();
    if (row) await tell(tx, { event: 'passcode.offered', holder, token: id });
    return row ?? null;
  }

  const offered = (tx: Tx, { device }: Holder): Promise<Row<'tokens'> | undefined> =>
    tx.query
      .selectFrom('tokens')
      .selectAll()
      .where('device_id', '=', device)
      .where('state', '=', 'offered')
      .executeTakeFirst();

  /**
   * The vault shows a first code: from now on this secret counts, and the one before it is gone. Harmless when
   * repeated. @throws `passcode_wrong`; `not_found` for what was not offered to this browser
   */
  async function confirm(tx: Tx, { holder, token, passcode }: Confirmation): Promise<void> {
    const row = await tx.query
      .selectFrom('tokens')
      .selectAll()
      .where('id', '=', token)
      .where('device_id', '=', holder.device)
      .executeTakeFirst();
    if (!row) throw new Refusal('not_found');
    if (row.state === 'ready') return;
    const counter = counterOf(row, passcode);
    if (counter === null) throw new Refusal('passcode_wrong');
    await end(tx, holder, 'ready');
    const ready = await tx.query
      .updateTable('tokens')
      .set({ state: 'ready', counter: counter + 1 })
      .where('id', '=', token)
      .where('state', '=', 'offered')
      .where('counter', '<=', counter)
      .returning('id')
      .executeTakeFirst();
    if (!ready) throw new Refusal('not_found');
    await tell(tx, { event: 'passcode.ready', holder, token });
    tx.changed(`user:${holder.user}`);
  }

  /** A code that was lost on its way has moved the vault's counter on. */
  function counterOf(row: Row<'tokens'>, passcode: string): number | null {
    const key = openKey(sealing, row);
    for (let counter = row.counter; counter < row.counter + LOOK_AHEAD; counter++)
      if (hotp(key, counter) === passcode) return counter;
    return null;
  }

  const end = (tx: Tx, { device }: Holder, state: Row<'tokens'>['state']) =>
    tx.query.deleteFrom('tokens').where('device_id', '=', device).where('state', '=', state).execute();

  interface Told {
    event: string;
    holder: Holder;
    token: TokenId;
  }

  const tell = (tx: Tx, { event, holder, token }: Told) =>
    audit.record(tx, { event, ...holder, detail: { token } });

  return { offer, confirm };
}

interface Confirmation {
  holder: Holder;
  token: TokenId;
  /** Six digits, as the vault made them. */
  passcode: string;
}

import { Refusal } from '../../lib/protocol/errors.ts';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import { type Chain, follow, judge, mint, readChain, writeChain } from '../chain.ts';
import type { Row } from '../db/schema.ts';
import { change } from '../db/statement.ts';
import type { Floor, Tx } from '../room.ts';
import type { createDeviceStore } from './device-store.ts';
import { createSpeaker, refuseSuspended } from './speaker.ts';

interface Use {
  id: DeviceId;
  jti: string;
  end: number;
  seen: string;
}

/** Only while the device is active and its chain as it was judged: either may have changed since. */
const use = change<Use>()((query, { id, jti, end, seen }) =>
  query
    .insertInto('proofs')
    .columns(['device_id', 'jti', 'expires_at'])
    .expression(
      query
        .selectFrom('devices')
        .select(({ val }) => ['id', val(jti).as('jti'), val(end).as('expires_at')])
        .where('id', '=', id)
        .where('status', '=', 'active')
        .where('chain', '=', seen),
    )
    .onConflict((conflict) => conflict.doNothing()),
);

const advance = change<{ id: DeviceId; seen: string; next: string }>()((query, { id, seen, next }) =>
  query.updateTable('devices').set({ chain: next }).where('id', '=', id).where('chain', '=', seen),
);

/** What a proof says, once its signature, its request and its time have been checked. */
export interface Proven {
  device: Row<'devices'>;
  jti: string;
  /** From when on the proof could not be accepted anyway. */
  end: number;
  /** The number of its chained nonce. */
  number: number;
  /** Puts the successor of that number into the reply; null where a reply has no place for one. */
  tell: ((successor: number) => void) | null;
}

type Store = Pick<ReturnType<typeof createDeviceStore>, 'find' | 'end'>;

/** How a proof is used up, and how the nonce in it moves the device's chain on. */
export function createProvenCalls(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { find, end: endDevice }: Store,
) {
  const speaker = createSpeaker(find);

  /** Two have this device's keys, and nobody can tell which one is its owner: both stop. */
  const suspend = (id: DeviceId): Promise<boolean> =>
    db.write((tx) => endDevice(tx, id, { status: 'suspended', reason: 'forked' }));

  const look = ({ chain: seen }: Row<'devices'>, number: number) => {
    const chain = readChain(seen);
    return { seen, chain, presented: judge(chain, number, clock.now()) };
  };

  /** @throws `device_suspended` for a nonce by which a copy gives itself away */
  return async function provenCall({ device, jti, end, number, tell }: Proven) {
    const { id, user_id: user } = device;
    let standing = look(device, number);
    if (standing.presented === 'forked') {
      await suspend(id);
      throw new Refusal('device_suspended');
    }

    /** Why the proof could not be used; returns if only another call of this device was faster. */
    async function lookAgain(tx: Tx): Promise<void> {
      const now = await speaker(tx.query, id);
      refuseSuspended(now);
      if (now.chain === standing.seen) throw new Refusal('proof_replayed');
      standing = look(now, number);
      if (standing.presented !== 'forked') return;
      // This transaction will be undone, so another one suspends. Should that fail, the next call is judged anew.
      suspend(id).catch(() => undefined);
      throw new Refusal('device_suspended');
    }

    async function moveOn(tx: Tx, chain: Chain): Promise<void> {
      const next = writeChain(chain);
      await advance(tx.query, { id, seen: standing.seen, next });
      standing = { seen: next, chain, presented: 'current' };
    }

    async function comeBack(tx: Tx): Promise<void> {
      const { chain, presented } = standing;
      await moveOn(tx, follow(chain, number, clock.now()));
      if (presented === 'ahead')
        await audit.record(tx, { event: 'device.chain_ahead', user, device: id, detail: { number } });
    }

    async function offer(tx: Tx, weighs: boolean): Promise<void> {
      if (standing.presented !== 'current' || !tell) return;
      const chain = mint(standing.chain, { now: clock.now(), weighs });
      if (!chain) return;
      await moveOn(tx, chain);
      tell(chain.highest);
    }

    return {
      /** Uses the proof up, in the transaction of what it allows. @throws `proof_replayed` if it was used before */
      async spend(tx: Tx): Promise<void> {
        while (!(await use(tx.query, { id, jti, end, seen: standing.seen }))) await lookAgain(tx);
        const { presented } = standing;
        if (presented === 'successor' || presented === 'ahead') await comeBack(tx);
        else await offer(tx, false);
      },

      /** After `spend`, where the call weighs: a decision, a trusted sign-in. */
      renew: (tx: Tx): Promise<void> => offer(tx, true),
    };
  };
}

import { randomBytes } from 'node:crypto';
import type { ApplicationId, DeviceId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { Tx } from '../../../service/room.ts';
import type { Rooms } from '../../../service/rooms.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

type Trust = Rooms['trust'];
type NewTrust = Parameters<Trust['make']>[1];
export type Holder = NewTrust['holder'];

export const DAYS = 24;
export const ADDRESS = '192.0.2.7';

export const opaque = (): string => randomBytes(16).toString('base64url');
export const transactionId = (): TransactionId => opaque() as TransactionId;

/** A stage on which browsers are trusted without their sign-ins, which have tests of their own. */
export async function startRecords() {
  const stage: Stage = await startStage();
  const library = await stage.service.addApplication('Library', ['https://library.example.org/callback']);
  const { service, alex } = stage;
  await service.setPolicy({ trustedBrowsers: { hours: 30 * DAYS, scope: 'all' } });
  const db = () => service.rooms.floor.db;

  const make = (wish: Partial<NewTrust> = {}) =>
    db().write((tx) =>
      service.rooms.trust.make(tx, {
        user: alex,
        application: stage.application.id,
        holder: family(),
        browser: 'Firefox on Linux',
        transaction: transactionId(),
        address: ADDRESS,
        hours: 30 * DAYS,
        limit: 50,
        ...wish,
      }),
    );

  interface Use {
    user?: UserId;
    application?: ApplicationId;
    hours?: number;
    all?: boolean;
  }

  const use = (holder: Holder, { application = stage.application.id, ...wish }: Use = {}) =>
    db().write((tx) =>
      service.rooms.trust.use(tx, {
        user: alex,
        application,
        holder,
        address: '198.51.100.9',
        hours: 30 * DAYS,
        all: true,
        ...wish,
      }),
    );

  /** Why trusts ended, the oldest first, as the log has it. */
  const endings = async (user: UserId = alex) => {
    const rows = await db()
      .read.selectFrom('audit')
      .select(['reason', 'detail', 'application_id', 'device_id'])
      .where('event', '=', 'trust.ended')
      .where('user_id', '=', user)
      .orderBy('id')
      .execute();
    return rows.map(({ reason, detail, ...where }) => ({ reason, ...where, ...JSON.parse(detail ?? '{}') }));
  };

  return {
    ...stage,
    library,
    make,
    use,
    endings,
    reasons: async (user?: UserId) => (await endings(user)).map(({ reason }) => reason),
    /** Ids of the standing trusts, the one that was used last first. */
    standing: async (user: UserId = alex) =>
      (await service.rooms.trust.list(db().read, user)).map(({ id }) => id),
    write: <Value>(job: (tx: Tx) => Promise<Value>) => db().write(job),
    /** A paired browser, as what stands for it. */
    async key(name = 'Chrome on Linux') {
      const device = await stage.pair(name);
      return { device: device.id as DeviceId };
    },
  };
}

export type Records = Awaited<ReturnType<typeof startRecords>>;

/** A cookie, as what stands for it. */
export const family = (): Holder => ({ family: opaque() });

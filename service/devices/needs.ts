import type { Kysely, RawBuilder } from 'kysely';
import type { BrowserInvited } from '../../lib/protocol/browsers.ts';
import type { DeviceId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';
import type { HttpContext } from '../http/http.ts';
import type { Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';

/** What devices need of other rooms. */
export interface DevicesNeeds {
  /** For a statement's WHERE: the person can sign in by something else than this. */
  anotherWay(query: Kysely<Schema>, own: { id: string; user: UserId }): Promise<RawBuilder<boolean>>;
  sealing: Pick<Sealing, 'derive'>;
  trust: {
    /** Ends the trust that the device's key stands for. */
    deviceEnded(tx: Tx, device: DeviceId, reason: 'device_removed' | 'device_suspended'): Promise<unknown>;
  };
}

/** A person's own browser, and the one in which something is done to it. */
interface Own {
  id: DeviceId;
  user: UserId;
  by: DeviceId;
}

/** What seeing to one's own browsers, from any of them, needs of other rooms and of this one. */
export interface ManagingNeeds {
  devices: {
    authenticate(
      c: HttpContext,
      body?: Uint8Array | null,
    ): Promise<{ id: DeviceId; user: UserId; spend(tx: Tx): Promise<void> }>;
    active(user: UserId): Promise<Row<'devices'>[]>;
    find(query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null>;
    /** @throws `not_found` */
    rename(tx: Tx, own: Own, name: string): Promise<void>;
    /** @throws `not_found`, `last_method` */
    endOwn(tx: Tx, own: Own): Promise<void>;
  };
  methods: {
    /** The browser that approved last. */
    lastDevice(query: Kysely<Schema>, user: UserId): Promise<DeviceId | null>;
  };
  stepUp: {
    /** @throws `step_up_needed`, `user_disabled` */
    require(
      tx: Tx,
      asked: {
        transaction: TransactionId;
        device: DeviceId;
        user: UserId;
        purpose: 'browser_remove' | 'browser_add';
      },
    ): Promise<void>;
    /** What it proved counts no longer. */
    useUp(tx: Tx, transaction: TransactionId): Promise<void>;
  };
  enrolment: {
    /** @throws `user_disabled`, `push_off`, `push_browser_gone` */
    inviteOwn(
      tx: Tx,
      own: { user: UserId; replaces: DeviceId | null; transaction: TransactionId; device: DeviceId },
    ): Promise<BrowserInvited>;
  };
}

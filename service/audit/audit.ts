import type { Clock } from '../../lib/ports/clock.ts';
import type { Row } from '../db/schema.ts';
import { change } from '../db/statement.ts';
import type { Log } from '../log.ts';
import type { Audit, AuditEntry, Db, Tx } from '../room.ts';

type NewLine = Omit<Row<'audit'>, 'id'>;

const insert = change<NewLine>()((query, line) => query.insertInto('audit').values(line));

export interface AuditRoom extends Audit {
  /** The newest rows first; `alerts` keeps to what needs eyes. */
  list(query: { db: Db; limit: number; user?: string; alerts?: boolean }): Promise<AuditLine[]>;
}

export interface AuditLine {
  at: number;
  event: string;
  reason: string | null;
  user_id: string | null;
  application_id: string | null;
  device_id: string | null;
  transaction_id: string | null;
  /** JSON of further ids and facts. */
  detail: string | null;
}

interface AuditOptions {
  clock: Clock;
  log: Log;
  /** Told of every entry in the entry's own transaction; null where there is nothing to wait for. */
  onEntry?(tx: Tx, entry: AuditEntry): Promise<void> | null;
}

/** The log of what happened and why. An alert is also a line in the service's log, with ids only. */
export function createAudit({ clock, log, onEntry }: AuditOptions): AuditRoom {
  return {
    async record(tx, entry) {
      const row = {
        at: clock.now(),
        event: entry.event,
        alert: entry.alert ? 1 : 0,
        reason: entry.reason ?? null,
        user_id: entry.user ?? null,
        application_id: entry.application ?? null,
        device_id: entry.device ?? null,
        transaction_id: entry.transaction ?? null,
        detail: entry.detail ? JSON.stringify(entry.detail) : null,
      };
      await insert(tx.query, row);
      const told = onEntry?.(tx, entry);
      if (told) await told;
      if (entry.alert) {
        log.warn('alert', {
          alert: row.event,
          user: row.user_id,
          device: row.device_id,
          application: row.application_id,
        });
      }
    },

    list({ db, limit, user, alerts }) {
      return db.read
        .selectFrom('audit')
        .select([
          'at',
          'event',
          'reason',
          'user_id',
          'application_id',
          'device_id',
          'transaction_id',
          'detail',
        ])
        .$if(user !== undefined, (query) => query.where('user_id', '=', user ?? null))
        .$if(alerts === true, (query) => query.where('alert', '=', 1))
        .orderBy('id', 'desc')
        .limit(limit)
        .execute();
    },
  };
}

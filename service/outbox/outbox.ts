import type { Row } from '../db/schema.ts';
import type { Log } from '../log.ts';
import type { Floor } from '../room.ts';
import { createDelivery } from './delivery.ts';
import type { OutboxNeeds } from './needs.ts';
import { createNotices } from './notices.ts';
import { createSmtpMailer, type SmtpSettings } from './smtp-mailer.ts';

export type { SmtpSettings } from './smtp-mailer.ts';
export { readSmtpServer, showSmtpServer } from './smtp-server.ts';

interface OutboxOptions {
  /** Null: mails are kept, for the operator to read. */
  smtp: SmtpSettings | null;
  /** Where administrators read alerts; null: they are not mailed. */
  alertAddress: string | null;
  log: Log;
}

/** Mails that tell people and administrators what happened to an account. */
export function createOutbox(
  floor: Floor,
  { smtp, alertAddress, log, needs }: OutboxOptions & { needs: OutboxNeeds },
) {
  const mailer = smtp && createSmtpMailer(smtp);
  const state = mailer ? 'waiting' : 'kept';
  const { read } = floor.db;

  return {
    notify: createNotices(floor, { needs, alertAddress, state }),
    ...createDelivery(floor, { mailer, log }),

    /** The newest first. */
    list: (limit: number): Promise<Row<'outbox'>[]> =>
      read.selectFrom('outbox').selectAll().orderBy('created_at', 'desc').limit(limit).execute(),

    find: async (id: string): Promise<Row<'outbox'> | null> =>
      (await read.selectFrom('outbox').selectAll().where('id', '=', id).executeTakeFirst()) ?? null,
  };
}

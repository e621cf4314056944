import { DAY, HOUR, MINUTE } from '../../lib/ports/clock.ts';
import type { Row } from '../db/schema.ts';
import type { Log } from '../log.ts';
import type { Floor } from '../room.ts';
import { type Mailer, Undelivered } from './mailer.ts';

type Mail = Row<'outbox'>;

/** How long a mail on its way is left alone. A process that was killed never says that it failed. */
export const LEASE = 5 * MINUTE;
/** From one try to the next; the last one repeats. */
const PAUSES = [MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR] as const;
/** After this, one last try, and then an alert. */
const PATIENCE = DAY;
/** Mails on their way at once. */
const AT_ONCE = 5;

interface DeliveryOptions {
  mailer: Mailer | null;
  log: Log;
}

/** Takes waiting mails to the mail server. Nothing else waits for it. */
export function createDelivery(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { mailer, log }: DeliveryOptions,
) {
  let running: Promise<void> | null = null;
  let stopped = false;

  /** Tries every mail whose time has come. One round at a time: a second call joins the first. */
  function deliver(): Promise<void> {
    if (!mailer || stopped) return Promise.resolve();
    const through = mailer;
    running ??= round(through).finally(() => {
      running = null;
    });
    return running;
  }

  async function round(through: Mailer): Promise<void> {
    for (let ids = await due(); ids.length > 0 && !stopped; ids = await due())
      await Promise.all(ids.map((id) => dispatch(through, id)));
  }

  async function due(): Promise<string[]> {
    const rows = await db.read
      .selectFrom('outbox')
      .select('id')
      .where('state', 'in', ['waiting', 'sending'])
      .where('next_at', '<=', clock.now())
      .orderBy('next_at')
      .limit(AT_ONCE)
      .execute();
    return rows.map(({ id }) => id);
  }

  async function dispatch(through: Mailer, id: string): Promise<void> {
    const mail = await claim(id);
    if (!mail) return;
    try {
      const outcome = await through.send({ ...mail, at: mail.created_at });
      await (outcome === 'sent' ? sent(mail) : giveUp(mail, 'refused'));
    } catch (cause) {
      if (!(cause instanceof Undelivered)) throw cause;
      log.warn('mail_failed', { mail: mail.id, attempt: mail.attempts, why: cause.why });
      await postpone(mail);
    }
  }

  /** Of all processes that see a mail due, one gets it. */
  const claim = (id: string): Promise<Mail | undefined> =>
    db.write(({ query }) =>
      query
        .updateTable('outbox')
        .set((row) => ({
          state: 'sending',
          attempts: row('attempts', '+', 1),
          next_at: clock.now() + LEASE,
        }))
        .where('id', '=', id)
        .where('state', 'in', ['waiting', 'sending'])
        .where('next_at', '<=', clock.now())
        .returningAll()
        .executeTakeFirst(),
    );

  const sent = (mail: Mail) => settle(mail, { state: 'sent', sent_at: clock.now() });

  async function postpone(mail: Mail): Promise<void> {
    const last = mail.created_at + PATIENCE;
    if (clock.now() >= last) return giveUp(mail, 'unreachable');
    const pause = PAUSES[Math.min(mail.attempts, PAUSES.length) - 1] ?? PATIENCE;
    await settle(mail, { state: 'waiting', next_at: Math.min(clock.now() + pause, last) });
  }

  const giveUp = (mail: Mail, reason: 'refused' | 'unreachable') => settle(mail, { state: 'failed' }, reason);

  /** Unless the lease ran out and another process has it now. A failure comes with its alert. */
  async function settle(mail: Mail, change: Partial<Mail>, failure?: string): Promise<void> {
    await db.write(async (tx) => {
      const settled = await tx.query
        .updateTable('outbox')
        .set(change)
        .where('id', '=', mail.id)
        .where('state', '=', 'sending')
        .where('attempts', '=', mail.attempts)
        .returning('id')
        .executeTakeFirst();
      if (!settled || !failure) return;
      const detail = { mail: mail.id, audience: mail.audience, attempts: mail.attempts };
      await audit.record(tx, {
        event: 'outbox.failed',
        reason: failure,
        alert: true,
        user: mail.user_id,
        detail,
      });
    });
  }

  /** Takes nothing new, and waits for what is on its way. */
  async function stop(): Promise<void> {
    stopped = true;
    await running?.catch(() => undefined);
  }

  return { deliver, stop };
}

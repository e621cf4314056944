import { HOUR } from '../../lib/ports/clock.ts';
import type { Row } from '../db/schema.ts';
import { opaqueId } from '../ids.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';
import type { Letter, Words } from './letter.ts';
import { letterOf } from './letters.ts';
import type { OutboxNeeds } from './needs.ts';
import { asHtml, asText, type Fact, type Letterhead, showMoment } from './page.ts';

/** Mails of one kind about one person to one reader, in an hour. Who causes more of them wants to flood a mailbox; the log has all. */
const MOST = 20;

interface NoticesOptions {
  needs: OutboxNeeds;
  /** Where administrators read alerts; null: they are not mailed. */
  alertAddress: string | null;
  /** What becomes of a new mail: `kept` where no mail server is configured. */
  state: 'waiting' | 'kept';
}

interface Reader {
  audience: Row<'outbox'>['audience'];
  recipient: string;
  words: Words;
}

type Person = { username: string; email: string | null } | null;

/** Writes the mails that an entry of the audit log calls for, in the entry's own transaction: both exist, or neither. */
export function createNotices(
  { clock, random, origin }: Pick<Floor, 'clock' | 'random' | 'origin'>,
  { needs, alertAddress, state }: NoticesOptions,
) {
  /** Null, and nothing to wait for, with an entry that no mail tells of. */
  function notify(tx: Tx, entry: AuditEntry): Promise<void> | null {
    const letter = letterOf(entry);
    return letter && write(tx, entry, letter);
  }

  async function write(tx: Tx, entry: AuditEntry, letter: Letter): Promise<void> {
    const person: Person = entry.user ? await needs.users.find(tx.query, entry.user) : null;
    const readers: Reader[] = [];
    if (person?.email && letter.person)
      readers.push({ audience: 'person', recipient: person.email, words: letter.person });
    if (alertAddress && letter.administrators)
      readers.push({ audience: 'administrators', recipient: alertAddress, words: letter.administrators });
    const called = [];
    for (const reader of readers) if (await mayHear(tx, reader, entry)) called.push(reader);
    if (called.length === 0) return;
    const facts = await factsOf(tx, { entry, letter, person });
    const { helpDesk = '' } = await needs.policies.show('global');
    const mails = called.map((reader) => {
      const head = { facts, helpDesk: reader.audience === 'person' ? helpDesk : '' };
      return { ...mail(reader, head), user_id: entry.user ?? null };
    });
    await tx.query.insertInto('outbox').values(mails).execute();
  }

  async function mayHear(tx: Tx, { recipient, words }: Reader, { user }: AuditEntry): Promise<boolean> {
    const { count } = await tx.query
      .selectFrom('outbox')
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .where('created_at', '>', clock.now() - HOUR)
      .where('user_id', 'is', user ?? null)
      .where('recipient', '=', recipient)
      .where('subject', '=', words.subject)
      .executeTakeFirstOrThrow();
    return count < MOST;
  }

  interface Case {
    entry: AuditEntry;
    letter: Letter;
    person: Person;
  }

  async function factsOf(tx: Tx, { entry, letter, person }: Case): Promise<Fact[]> {
    const { application, device, detail, reason } = entry;
    const browser = letter.done && device && (await needs.devices.find(tx.query, device));
    const site = application && (await needs.applications.find(application));
    const lines: [string, string | null | undefined][] = [
      ['When', showMoment(clock.now())],
      ['Account', person?.username],
      ['Until', typeof detail?.until === 'number' ? showMoment(detail.until) : null],
      [letter.about ?? '', letter.about && name(detail?.about)],
      [letter.done ?? '', browser && name(browser.name)],
      ['Application', site && name(site.name)],
      ['Done by', reason === 'operator' ? 'your help desk' : null],
      ['Service', new URL(origin).host],
    ];
    return lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  }

  const mail = ({ audience, recipient, words }: Reader, head: Letterhead) => ({
    id: opaqueId(random),
    audience,
    recipient,
    subject: words.subject,
    text: asText(words, head),
    html: asHtml(words, head),
    state,
    attempts: 0,
    next_at: clock.now(),
    created_at: clock.now(),
    sent_at: null,
  });

  return notify;
}

/**
 * Whoever pairs a browser names it, and this mail goes to somebody else: the name stands in quotes, and no mail
 * program makes a link of it, since nothing in it looks like an address any more.
 */
function name(value: string | number | boolean | undefined): string | null {
  if (value === undefined || value === '') return null;
  return `“${String(value).replace(/(?<=\S)[.:/@](?=\S)/g, '$&\u200b')}”`;
}

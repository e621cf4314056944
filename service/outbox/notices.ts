import type { UserId } from '../../lib/protocol/ids.ts';
import type { Row } from '../db/schema.ts';
import { opaqueId } from '../ids.ts';
import type { AuditEntry, Floor, Tx } from '../room.ts';
import { type Letter, letterOf, type Words } from './letters.ts';
import type { OutboxNeeds } from './needs.ts';
import { asHtml, asText, type Fact, type Letterhead, showMoment } from './page.ts';

interface NoticesOptions {
  needs: OutboxNeeds;
  /** Where administrators read alerts; null: they are not mailed. */
  alertAddress: string | null;
  /** What becomes of a new mail: `kept` where no mail server is configured. */
  state: 'waiting' | 'kept';
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
    const facts = await factsOf(tx, { entry, letter, person });
    const mails: Row<'outbox'>[] = [];
    if (person?.email) {
      const { helpDesk = '' } = await needs.policies.show('global');
      const to = { audience: 'person', user: entry.user ?? null, recipient: person.email } as const;
      mails.push(mail(to, letter.person, { facts, helpDesk }));
    }
    if (alertAddress && letter.administrators) {
      const to = { audience: 'administrators', user: entry.user ?? null, recipient: alertAddress } as const;
      mails.push(mail(to, letter.administrators, { facts, helpDesk: '' }));
    }
    if (mails.length > 0) await tx.query.insertInto('outbox').values(mails).execute();
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
      [letter.about ?? '', letter.about && name(detail?.about)],
      [letter.done ?? '', browser && name(browser.name)],
      ['Application', site && name(site.name)],
      ['Done by', reason === 'operator' ? 'your help desk' : null],
      ['Service', new URL(origin).host],
    ];
    return lines.flatMap(([label, value]) => (value ? [{ label, value }] : []));
  }

  interface To {
    audience: Row<'outbox'>['audience'];
    user: UserId | null;
    recipient: string;
  }

  const mail = (to: To, words: Words, head: Letterhead): Row<'outbox'> => ({
    id: opaqueId(random),
    audience: to.audience,
    user_id: to.user,
    recipient: to.recipient,
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

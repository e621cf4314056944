import type { EntryId } from '../messages/passcodes.ts';
import { hotp } from '../otp/otp.ts';
import { Refusal } from '../protocol/errors.ts';
import { read, write } from './database.ts';
import { demandSame } from './header.ts';
import { findLabelRow, openEntry, openLabel, readCounter } from './records.ts';
import type { Open, Room } from './room.ts';

/**
 * The code of a counter that nobody else gets: it is raised on the disk first, so a code that never arrives is
 * skipped and none comes twice (RFC 4226 §7.2: the service looks ahead).
 */
export async function nextCode(room: Room, open: Open, id: EntryId): Promise<string> {
  const database = await room.database();
  const [labelRow, secretRow] = await read(database, (transaction) =>
    Promise.all([findLabelRow(transaction, id), transaction.objectStore('secrets').get(id)]),
  );
  if (!labelRow) throw new Refusal('code_unknown');
  const label = await openLabel(open, labelRow);
  if (label.type !== 'hotp') throw new Refusal('code_unknown');
  const entry = await openEntry(open, label, secretRow);
  const counter = await write(database, async (transaction) => {
    // Whoever put another secret here since then has raised the revision.
    await demandSame(transaction, open.header);
    const current = readCounter(await transaction.objectStore('counters').get(id));
    // A file of somebody else's may bring the last counter there is; it spoils no more than its own entry.
    if (current === Number.MAX_SAFE_INTEGER) throw new Refusal('vault_damaged');
    await transaction.objectStore('counters').put(current + 1, id);
    return current;
  });
  return hotp(entry, counter);
}

import type { EntryPage, EntryView } from '../messages/passcodes.ts';
import { totp } from '../otp/otp.ts';
import { read } from './database.ts';
import { type Listed, searchable } from './list.ts';
import { nullIfDamaged, openEntry } from './records.ts';
import type { Open, Room } from './room.ts';

export interface PageRequest {
  search: string;
  from: number;
  count: number;
}

/** Opens the secrets of these rows, and no others. */
export async function readPage(room: Room, { search, from, count }: PageRequest): Promise<EntryPage> {
  const open = await room.open();
  const all = await room.list.all(open);
  const wanted = searchable(search.trim());
  const found = wanted ? all.filter((each) => each.searchable.includes(wanted)) : all;
  const shown = found.slice(from, from + count);
  await readSecrets(room, shown);
  const at = room.clock.now();
  const entries = await Promise.all(shown.map((each) => view(open, each, at)));
  return { total: found.length, revision: open.header.revision, at, entries };
}

/** Once for each: the codes are made anew every half minute, from rows that stay as they are. */
async function readSecrets(room: Room, shown: readonly Listed[]): Promise<void> {
  const unread = shown.filter(({ label, secret }) => label?.type === 'totp' && secret === undefined);
  if (unread.length === 0) return;
  await read(await room.database(), (transaction) =>
    Promise.all(
      unread.map(async (each) => {
        each.secret = (await transaction.objectStore('secrets').get(each.row.id)) ?? null;
      }),
    ),
  );
}

async function view(open: Open, { row, label, secret }: Listed, at: number): Promise<EntryView> {
  const base = { id: row.id, device: row.device, code: null, error: null };
  const damaged = 'vault_damaged' as const;
  if (!label) {
    return { ...base, issuer: '', account: '', type: 'totp', pinned: false, period: 0, error: damaged };
  }
  const { digits: _, ...shown } = label;
  if (label.type === 'hotp') return { ...base, ...shown };
  const entry = await openEntry(open, label, secret).catch(nullIfDamaged);
  return entry ? { ...base, ...shown, code: totp(entry, at) } : { ...base, ...shown, error: damaged };
}

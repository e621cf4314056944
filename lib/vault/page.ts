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
  const secrets = await read(await room.database(), (transaction) =>
    Promise.all(
      shown.map(({ row, label }) =>
        label?.type === 'totp' ? transaction.objectStore('secrets').get(row.id) : undefined,
      ),
    ),
  );
  const at = room.clock.now();
  const entries = await Promise.all(
    shown.map((each, index) => view(open, { each, secret: secrets[index], at })),
  );
  return { total: found.length, revision: open.header.revision, at, entries };
}

interface Viewing {
  each: Listed;
  secret: unknown;
  at: number;
}

async function view(open: Open, { each: { row, label }, secret, at }: Viewing): Promise<EntryView> {
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

import { type Database, read } from './database.ts';
import { demandSame, type Header } from './header.ts';
import { type Label, type LabelRow, nullIfDamaged, type Opened, openLabel, readLabelRow } from './records.ts';

/** One entry as far as a list shows it. */
export interface Listed {
  row: LabelRow;
  /** Null: damaged. */
  label: Label | null;
  searchable: string;
  /** Its row with the secret, sealed as it is stored; undefined before it was read. */
  secret?: unknown;
}

type Opening = Opened & { header: Header };

export type List = ReturnType<typeof createList>;

/** The labels at one revision, as they are stored, and opened once somebody has the key. */
interface Held {
  header: Pick<Header, 'id' | 'revision'>;
  rows: Promise<unknown[]>;
  all: Promise<Listed[]> | null;
}

/** The opened labels, in the list's order, for as long as nothing changes. It may die with the worker at any time. */
export function createList(database: () => Promise<Database>) {
  let held: Held | null = null;
  const forget = () => {
    held = null;
  };

  function hold(header: Header): Held {
    const { id, revision } = header;
    if (held?.header.id === id && held.header.revision === revision) return held;
    const rows = database().then((opened) => readRows(opened, header));
    const next = { header: { id, revision }, rows, all: null };
    rows.catch(() => held === next && forget());
    held = next;
    return next;
  }

  return {
    forget,
    /** Begins to read what will be opened, while the key is still being derived. */
    readAhead: (header: Header): void => void hold(header),
    /** @throws Refusal vault_changed */
    all(opening: Opening): Promise<Listed[]> {
      const current = hold(opening.header);
      current.all ??= current.rows.then((rows) => openRows(opening, rows));
      return current.all;
    },
  };
}

const readRows = (database: Database, header: Header): Promise<unknown[]> =>
  read(database, async (transaction) => {
    const [rows] = await Promise.all([
      transaction.objectStore('labels').getAll(),
      demandSame(transaction, header),
    ]);
    return rows;
  });

/** How many are opened before others get a turn: a worker that opens ten thousand at once answers nobody. */
const BATCH = 1_000;

async function openRows(opening: Opening, rows: unknown[]): Promise<Listed[]> {
  const known = rows.map(readLabelRow).filter((row) => row !== null);
  const opened: Listed[] = [];
  for (let from = 0; from < known.length; from += BATCH) {
    const some = known.slice(from, from + BATCH);
    opened.push(...(await Promise.all(some.map((row) => openOne(opening, row)))));
  }
  return opened.sort(byOrder);
}

async function openOne(opening: Opening, row: LabelRow): Promise<Listed> {
  const label = await openLabel(opening, row).catch(nullIfDamaged);
  return { row, label, searchable: label ? searchable(`${label.issuer}\n${label.account}`) : '' };
}

export const searchable = (text: string): string => text.normalize('NFKC').toLowerCase();

/** Made once: making one costs more than comparing by it. */
const collator = new Intl.Collator();

/** Pinned first, then by issuer and account; damaged ones, which have neither, before the others. */
const byOrder = (one: Listed, other: Listed): number =>
  Number(other.label?.pinned ?? false) - Number(one.label?.pinned ?? false) ||
  collator.compare(one.label?.issuer ?? '', other.label?.issuer ?? '') ||
  collator.compare(one.label?.account ?? '', other.label?.account ?? '') ||
  (one.row.id < other.row.id ? -1 : 1);

import { type Database, read } from './database.ts';
import { demandSame, type Header } from './header.ts';
import { type Label, type LabelRow, nullIfDamaged, type Opened, openLabel, readLabelRow } from './records.ts';

/** One entry as far as a list shows it. */
export interface Listed {
  row: LabelRow;
  /** Null: damaged. */
  label: Label | null;
  searchable: string;
}

type Opening = Opened & { header: Header };

export type List = ReturnType<typeof createList>;

/** The opened labels, in the list's order, for as long as nothing changes. It may die with the worker at any time. */
export function createList(database: () => Promise<Database>) {
  let kept: { header: Pick<Header, 'id' | 'revision'>; all: Promise<Listed[]> } | null = null;
  const forget = () => {
    kept = null;
  };
  return {
    forget,
    /** @throws Refusal vault_changed */
    async all(opening: Opening): Promise<Listed[]> {
      const { id, revision } = opening.header;
      if (kept?.header.id !== id || kept.header.revision !== revision) {
        kept = { header: { id, revision }, all: database().then((opened) => openAll(opened, opening)) };
      }
      const { all } = kept;
      try {
        return await all;
      } catch (error) {
        if (kept?.all === all) forget();
        throw error;
      }
    },
  };
}

/** Ids are random: these cut them into heaps of about one size, so that one is opened while the next is being read. */
const CUTS = ['G', 'W', 'm'];

async function openAll(database: Database, opening: Opening): Promise<Listed[]> {
  const { heaps } = await read(database, async (transaction) => {
    await demandSame(transaction, opening.header);
    const labels = transaction.objectStore('labels');
    const heaps = ranges().map((range) => labels.getAll(range).then((rows) => openRows(opening, rows)));
    // Where these fail, so does the transaction, which is what is waited for first.
    for (const heap of heaps) heap.catch(() => undefined);
    return { heaps };
  });
  return (await Promise.all(heaps)).flat().sort(byOrder);
}

const ranges = (): IDBKeyRange[] => [
  IDBKeyRange.upperBound(CUTS[0], true),
  ...CUTS.slice(1).map((cut, index) => IDBKeyRange.bound(CUTS[index], cut, false, true)),
  IDBKeyRange.lowerBound(CUTS.at(-1)),
];

const openRows = (opening: Opening, rows: unknown[]): Promise<Listed[]> =>
  Promise.all(
    rows
      .map(readLabelRow)
      .filter((row) => row !== null)
      .map((row) => openOne(opening, row)),
  );

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

import type { Clock } from '../ports/clock.ts';
import type { Random } from '../ports/random.ts';
import type { SessionStore } from '../ports/session-store.ts';
import { Refusal } from '../protocol/errors.ts';
import { createDatabase, type Database, read } from './database.ts';
import { findHeader, type Header } from './header.ts';
import { createKeySeat, type KeySeat } from './key-seat.ts';
import { createList, type List } from './list.ts';
import type { Opened } from './records.ts';
import { importKey } from './sealing.ts';
import { COST, type Cost } from './stretch.ts';

export interface VaultPorts {
  clock: Clock;
  random: Random;
  session: SessionStore;
}

export interface Open extends Opened {
  header: Header;
}

/** What every part of the vault works with. */
export interface Room {
  database(): Promise<Database>;
  clock: Clock;
  random: Random;
  cost: Cost;
  seat: KeySeat;
  list: List;
  /** @throws Refusal vault_none | vault_damaged */
  header(): Promise<Header>;
  /**
   * The key, for one operation: it is fetched each time and kept nowhere. What takes long asks again before it writes.
   * @throws also Refusal vault_locked
   */
  open(): Promise<Open>;
}

export function createRoom({ clock, random, session }: VaultPorts, cost: Cost = COST): Room {
  const database = createDatabase();
  const seat = createKeySeat({ session, clock });
  const list = createList(database);

  const header = async () => demandHeader(await read(await database(), findHeader));
  return {
    database,
    clock,
    random,
    cost,
    seat,
    list,
    header,
    async open() {
      const current = await header();
      const key = await seat.held(current.id, current.autoLock);
      if (!key) {
        list.forget();
        throw new Refusal('vault_locked');
      }
      return { header: current, vault: current.id, key: await importKey(key) };
    },
  };
}

export function demandHeader(header: Header | null): Header {
  if (!header) throw new Refusal('vault_none');
  return header;
}

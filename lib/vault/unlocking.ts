import type { AutoLock, NewUnlock, UnlockId, UnlockSecret } from '../messages/vault.ts';
import { Refusal } from '../protocol/errors.ts';
import { read, type Writing, write } from './database.ts';
import { change, findHeader, firstSettings, type Header, putHeader } from './header.ts';
import { putRows, type Rows } from './records.ts';
import type { Room } from './room.ts';
import { type Bytes, importKey, newId } from './sealing.ts';
import { fits, isWeak, makeWay, openWay, type Way } from './ways.ts';

const KEY_BYTES = 32;

export async function create(room: Room, unlock: NewUnlock): Promise<void> {
  const turn = room.seat.turn();
  await demandNone(room);
  const made = await newVault(room, unlock);
  await found(room, { ...made, rows: [], turn });
}

/** A vault and its key. */
export interface NewVault {
  header: Header;
  dataKey: Bytes;
}

export async function newVault(room: Room, unlock: NewUnlock): Promise<NewVault> {
  const dataKey = room.random.bytes(KEY_BYTES);
  const id = newId(room.random);
  const way = await makeWay(unlock, dataKey, makingIn(room, id));
  return { dataKey, header: { version: 1, id, revision: 1, unlocks: [way], ...firstSettings } };
}

interface Founding extends NewVault {
  /** What it begins with. */
  rows: Rows[];
  turn: number;
}

/** Brings it into being, and leaves it open unless it was locked meanwhile. @throws Refusal vault_exists */
export async function found(room: Room, { header, dataKey, rows, turn }: Founding): Promise<void> {
  await write(await room.database(), async (transaction) => {
    if (await findHeader(transaction)) throw new Refusal('vault_exists');
    await clearEntries(transaction);
    await putHeader(transaction, header);
    await putRows(transaction, rows);
  });
  await room.seat.hold({ vault: header.id, key: dataKey, turn });
}

async function demandNone(room: Room): Promise<void> {
  if (await read(await room.database(), findHeader)) throw new Refusal('vault_exists');
}

export async function unlock(room: Room, secret: UnlockSecret): Promise<void> {
  const turn = room.seat.turn();
  const header = await room.header();
  // Whoever unlocks wants to see the list next.
  room.list.readAhead(header);
  const { way, dataKey } = await openWay(header, secret);
  if (!(await room.seat.hold({ vault: header.id, key: dataKey, turn }))) throw new Refusal('vault_locked');
  openList(room, { header, dataKey }).catch(() => undefined);
  if (!isWeak(way, room.cost) || secret.kind !== 'passphrase') return;
  // It is open: that the way could not be made stronger, this time, keeps nobody out.
  await replace(room, { header, way, unlock: secret, dataKey }).catch(() => undefined);
}

/** Goes on while the answer is on its way. */
async function openList(room: Room, { header, dataKey }: NewVault): Promise<void> {
  await room.list.all({ header, vault: header.id, key: await importKey(dataKey) });
}

export async function changePassphrase(
  room: Room,
  { current, next }: { current: string; next: string },
): Promise<void> {
  const header = await room.header();
  const { way, dataKey } = await openWay(header, { kind: 'passphrase', passphrase: current });
  await replace(room, { header, way, unlock: { kind: 'passphrase', passphrase: next }, dataKey });
}

interface Replacement {
  header: Header;
  way: Way;
  unlock: NewUnlock;
  dataKey: Bytes;
}

async function replace(room: Room, { header, way, unlock, dataKey }: Replacement): Promise<void> {
  const made = await makeWay(unlock, dataKey, makingIn(room, header.id));
  const unlocks = header.unlocks.map((each) => (each.id === way.id ? made : each));
  await write(await room.database(), (transaction) => change(transaction, header, { unlocks }));
}

export async function addUnlock(
  room: Room,
  { secret, unlock }: { secret: UnlockSecret; unlock: NewUnlock },
): Promise<void> {
  const header = await room.header();
  const { dataKey } = await openWay(header, secret);
  if (header.unlocks.some((way) => fits(way, unlock))) throw new Refusal('vault_changed');
  const made = await makeWay(unlock, dataKey, makingIn(room, header.id));
  const unlocks = [...header.unlocks, made];
  await write(await room.database(), (transaction) => change(transaction, header, { unlocks }));
}

export async function removeUnlock(
  room: Room,
  { secret, id }: { secret: UnlockSecret; id: UnlockId },
): Promise<void> {
  const header = await room.header();
  await openWay(header, secret);
  const unlocks = header.unlocks.filter((way) => way.id !== id);
  if (unlocks.length === header.unlocks.length) throw new Refusal('unlock_unknown');
  if (unlocks.length === 0) throw new Refusal('unlock_last');
  await write(await room.database(), (transaction) => change(transaction, header, { unlocks }));
}

export interface Settings {
  autoLock: AutoLock;
  clearsClipboard: boolean;
}

export async function saveSettings(room: Room, settings: Settings): Promise<void> {
  const { header } = await room.open();
  await write(await room.database(), (transaction) => change(transaction, header, settings));
}

export async function erase(room: Room): Promise<void> {
  await write(await room.database(), async (transaction) => {
    await transaction.objectStore('header').clear();
    await clearEntries(transaction);
  });
}

export async function clearEntries(transaction: Writing): Promise<void> {
  await Promise.all([
    transaction.objectStore('labels').clear(),
    transaction.objectStore('secrets').clear(),
    transaction.objectStore('counters').clear(),
  ]);
}

const makingIn = ({ random, clock, cost }: Room, vault: string) => ({
  random,
  cost,
  vault,
  now: clock.now(),
});

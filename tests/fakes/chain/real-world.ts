import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { createCalls } from '../../../lib/device/calls.ts';
import { createChains } from '../../../lib/device/chains.ts';
import { makeDeviceKeys } from '../../../lib/device/device.ts';
import type { HttpCall, HttpReply } from '../../../lib/ports/http.ts';
import { CHAIN_HEADER } from '../../../lib/protocol/chain-header.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { asRefusal, newRoutes, readBytes, refusalReply } from '../../../service/http/http.ts';
import { openRooms, type Rooms } from '../../../service/rooms.ts';
import { systemRandom } from '../../../service/system.ts';
import { Disk } from './disk.ts';
import { Stops } from './stops.ts';
import type { Call, Served, Side, World } from './world.ts';

interface Answer extends Served {
  reply: HttpReply;
}

const ORIGIN = 'https://localhost';

/** The rooms of a service whose clock stands where it is put. */
export async function openRealRooms() {
  const folder = mkdtempSync(join(tmpdir(), 'countersign-chain-'));
  const clock = { at: Date.UTC(2026, 0, 5, 9), now: () => clock.at };
  const nothing = () => {};
  const rooms = await openRooms({
    origin: ORIGIN,
    data: folder,
    secretFile: join(folder, 'secret.key'),
    clock,
    random: systemRandom,
    log: { info: nothing, warn: nothing, error: nothing },
  });
  const close = async () => {
    await rooms.close();
    rmSync(folder, { recursive: true });
  };
  return { rooms, clock, http: doorOf(rooms), close };
}
export type RealRooms = Awaited<ReturnType<typeof openRealRooms>>;

/** Two calls behind the real gate: one that only asks, one that weighs. */
function doorOf({ devices, floor }: Rooms) {
  const http = newRoutes();
  http.get(routes.deviceInbox, async (c) => {
    const device = await devices.authenticate(c);
    await floor.db.write((tx) => device.spend(tx));
    return c.json({});
  });
  http.post(routes.devicePresence, async (c) => {
    const device = await devices.authenticate(c, await readBytes(c));
    await floor.db.write(async (tx) => {
      await device.spend(tx);
      await device.renew(tx);
    });
    return c.json({});
  });
  http.onError((thrown) => refusalReply(asRefusal(thrown)));
  return http;
}

/** A paired browser, and perhaps its copy: the real calls and their store, the real gate and its database. */
export async function realWorld({ rooms, clock, http }: RealRooms): Promise<World<Answer>> {
  const { floor, devices, users } = rooms;
  const keys = await makeDeviceKeys();
  const device = await pair();
  const disks = [new Disk(), new Disk()];
  const offsets = [0, 0];
  const skews = [new Map<string, unknown>(), new Map<string, unknown>()];
  const backups: { chain: string; status: 'active' | 'suspended' | 'removed' }[] = [];
  await keepAccount();

  /** As the end of a pairing does: strictly durable. Here nothing reads more of an account than that it is there. */
  async function keepAccount(): Promise<void> {
    const database = await diskOf(0).open();
    const transaction = database.transaction('accounts', 'readwrite', { durability: 'strict' });
    await transaction.store.put({}, device);
    await transaction.done;
  }

  function diskOf(side: Side): Disk {
    const disk = disks[side];
    if (!disk) throw new Error('no such browser');
    return disk;
  }

  function pair(): Promise<DeviceId> {
    return floor.db.write(async (tx) => {
      const username = `person-${Buffer.from(systemRandom.bytes(8)).toString('hex')}`;
      const user = await users.add(tx, { username, displayName: username, email: null });
      if (!user) throw new Error('not added');
      const { sign, receive } = keys;
      return devices.add(tx, { user, name: 'Laptop', signKey: sign.public, receiveKey: receive.public });
    });
  }

  async function begin(side: Side, weighs: boolean): Promise<Call<Answer>> {
    const stops = new Stops();
    const skew = skews[side] ?? new Map();
    const chains = createChains(await openOnce(side));
    let sent: HttpCall | null = null;
    const calls = createCalls(
      {
        clock: { now: () => clock.at + (offsets[side] ?? 0) },
        random: systemRandom,
        session: {
          async get(key) {
            await stops.at('timed');
            return skew.get(key);
          },
          set: async (key, value) => void skew.set(key, value),
          all: async () => ({}),
          remove: async () => {},
        },
        http: {
          send(call) {
            sent = call;
            return stops.at<HttpReply>('sent');
          },
        },
      },
      {
        held: chains.held,
        async adopt(...given) {
          await stops.at('adopting');
          await chains.adopt(...given);
          await stops.at('adopted');
        },
      },
    );
    const about = { speaker: { key: keys.sign, device }, origin: ORIGIN, reply: v.object({}) };
    const job = weighs
      ? calls.call({ ...about, method: 'POST', route: 'devicePresence', body: {} })
      : calls.call({ ...about, method: 'GET', route: 'deviceInbox' });
    await stops.begin(job);

    return {
      stage: () => stops.stage,
      step: () => stops.goOn(),
      async serve() {
        if (!sent) throw new Error('nothing was sent');
        const { url, method, headers, body } = sent;
        const response = await http.request(url, { method, headers, body });
        const text = await response.text();
        const successor = response.headers.get(CHAIN_HEADER);
        const { error = null } = JSON.parse(text) as { error?: string };
        return { error, successor, reply: { status: response.status, date: null, chain: successor, text } };
      },
      arrive: ({ reply }) => stops.goOn(reply),
    };
  }

  /** Each worker has its own connection. */
  async function openOnce(side: Side) {
    const database = await diskOf(side).open();
    return async () => database;
  }

  return {
    pass(milliseconds) {
      clock.at += milliseconds;
    },
    setOffset(side, milliseconds) {
      offsets[side] = milliseconds;
    },
    begin,
    async losePower(side) {
      await diskOf(side).losePower();
    },
    async copyProfile() {
      disks[1] = await diskOf(0).copy();
      skews[1] = new Map(skews[0]);
      offsets[1] = offsets[0] ?? 0;
    },
    async backUp() {
      const row = await devices.find(floor.db.read, device);
      if (row) backups.push({ chain: row.chain, status: row.status });
    },
    async restore(which) {
      const backup = backups[which % backups.length];
      if (!backup) return false;
      await floor.db.write(async (tx) => {
        await tx.query.updateTable('devices').set(backup).where('id', '=', device).execute();
        await tx.query.deleteFrom('proofs').where('device_id', '=', device).execute();
      });
      return true;
    },
    async suspensions() {
      const rows = await floor.db.read
        .selectFrom('audit')
        .select('id')
        .where('event', '=', 'device.suspended')
        .where('device_id', '=', device)
        .where('reason', '=', 'forked')
        .execute();
      return rows.length;
    },
  };
}

import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Clock } from '../lib/ports/clock.ts';
import type { Random } from '../lib/ports/random.ts';
import { createApplications } from './applications/applications.ts';
import { createAudit } from './audit/audit.ts';
import { createCredentials } from './credentials/credentials.ts';
import { openDb } from './db/db.ts';
import { createDevices } from './devices/devices.ts';
import { createInvitations } from './enrolment/enrolment.ts';
import { createGroups } from './groups/groups.ts';
import type { Log } from './log.ts';
import { createOutbox, type SmtpSettings } from './outbox/outbox.ts';
import { createPasscodes } from './passcodes/passcodes.ts';
import { createPolicies } from './policies/policies.ts';
import { createPortalSessions } from './portal/portal.ts';
import { createWaking } from './prompt/prompt.ts';
import type { Floor } from './room.ts';
import { loadMasterKey } from './sealing/master-key.ts';
import { createSealing, type Sealing } from './sealing/sealing.ts';
import { createSignals } from './signals.ts';
import { createSigning } from './signing/signing.ts';
import { createTrust } from './trust/trust.ts';
import { createUsers } from './users/users.ts';

export interface RoomsOptions {
  origin: string;
  /** The data folder; made if it is missing. */
  data: string;
  secretFile: string;
  clock: Clock;
  random: Random;
  log: Log;
  /** How mail leaves; without it mails are kept. */
  smtp?: SmtpSettings | null;
  /** Where administrators read alerts. */
  alertAddress?: string | null;
}

/** Opens the database and the rooms that stand on it alone: what the service and the operator's commands have in common. */
export async function openRooms(options: RoomsOptions) {
  const { origin, data, secretFile, clock, random, log, smtp = null, alertAddress = null } = options;
  mkdirSync(data, { recursive: true, mode: 0o700 });
  const signals = createSignals();
  const db = await openDb({ file: join(data, 'countersign.db'), onChange: signals.tell });
  const audit = createAudit({ clock, log, onEntry: (tx, entry) => outbox.notify(tx, entry) });
  const floor: Floor = { db, clock, random, audit, signals, origin };
  const sealing = await openSealing(floor, secretFile);
  const trust = createTrust(floor, {
    policies: { everywhere: (query) => policies.everywhere(query) },
  });
  const standing = { trust, portal: createPortalSessions(floor), prompts: createWaking(floor) };
  const users = createUsers(floor, standing);
  const policies = createPolicies(floor, { trust });
  const groups = createGroups(floor, { ...standing, policies });
  const applications = createApplications(floor, { sealing });
  const credentials = createCredentials(floor, { policies });
  const devices = createDevices(floor, { anotherWay: credentials.anotherWay, trust, sealing });
  const needs = { users, devices, applications, policies };
  const outbox = createOutbox(floor, { smtp, alertAddress, log, needs });
  await db.write((tx) => applications.addOwn(tx));

  return {
    floor,
    sealing,
    audit,
    signals,
    signing: await createSigning(floor, { sealing }),
    users,
    groups,
    policies,
    applications,
    devices,
    trust,
    credentials,
    passcodes: createPasscodes(floor, { sealing }),
    invitations: createInvitations(floor),
    outbox,
    changedElsewhere: db.changedElsewhere,
    async close(): Promise<void> {
      await outbox.stop();
      await db.close();
    },
  };
}

export type Rooms = Awaited<ReturnType<typeof openRooms>>;

/** The database remembers which master key it was sealed with, and opens with no other. */
async function openSealing({ db, random }: Floor, secretFile: string): Promise<Sealing> {
  const known = await db.read
    .selectFrom('facts')
    .select('value')
    .where('name', '=', 'master_key')
    .executeTakeFirst();
  const key = loadMasterKey(secretFile, { databaseIsEmpty: known === undefined, random });
  const sealing = createSealing(key, random);
  if (known && known.value !== sealing.fingerprint) {
    throw new Error(
      'The secret file belongs to another database. Restore the one that belongs to this data folder.',
    );
  }
  await db.write((tx) =>
    tx.query
      .insertInto('facts')
      .values({ name: 'master_key', value: sealing.fingerprint })
      .onConflict((conflict) => conflict.doNothing())
      .execute(),
  );
  return sealing;
}

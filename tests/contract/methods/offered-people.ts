import { randomBytes } from 'node:crypto';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { BypassCodeId, GroupId, TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import { publicId } from '../../../service/ids.ts';
import type { PolicyChanges } from '../../../service/policies/policy.ts';
import { systemRandom } from '../../../service/system.ts';
import type { TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import type { OfferedCase, Status, Thing } from '../../unit/methods/offered-cases.ts';
import { invite } from '../enrolment/set-up.ts';
import { giveBrowserCodes, giveToken } from '../passcode/set-up.ts';

/** Somebody as a case describes them. */
export interface Person {
  user: UserId;
  username: string;
  /** Their paired browser. */
  browser: TestDevice | null;
}

let people = 0;
let groups = 0;

export async function personOf(
  stage: Stage,
  { has, status = [], groupPolicy }: OfferedCase,
): Promise<Person> {
  const username = `person${++people}`;
  const user = await stage.service.addUser(username);
  const person: Person = { user, username, browser: null };
  for (const thing of has) await give(stage, person, thing);
  for (const one of status) await put(stage, user, one);
  if (groupPolicy) await join(stage, user, { policy: groupPolicy });
  return person;
}

/** Gives them one more thing, without the ceremonies, which have their own tests. */
export async function give(stage: Stage, person: Person, thing: Thing): Promise<void> {
  const { user } = person;
  const { floor, devices } = stage.service.rooms;
  const browser = async () => (person.browser ??= await stage.pair('Laptop', user));
  const giving: Record<Thing, () => Promise<unknown>> = {
    computer: () => addCredential(stage, user, { kind: 'platform' }),
    key: () => addCredential(stage, user, { kind: 'security_key' }),
    'copied key': () => addCredential(stage, user, { kind: 'security_key', copied: true }),
    browser,
    'lost browser': async () => {
      const { id } = await stage.pair('Lost', user);
      const removed = { status: 'removed', reason: 'operator' } as const;
      await floor.db.write((tx) => devices.end(tx, id as never, removed));
    },
    'browser codes': async () => giveBrowserCodes(stage, { device: await browser(), user }),
    'browser codes not ready': async () =>
      giveBrowserCodes(stage, { device: await browser(), user, confirmed: false }),
    token: () => giveToken(stage.service, { user }),
    'printed codes': () => addPrinted(stage, user),
    'help-desk code': () => addBypass(stage, user),
  };
  await giving[thing]();
}

/** The prompt only asks which there are, so its key need not be one. */
async function addCredential(
  { service }: Stage,
  user: UserId,
  { kind, copied = false }: { kind: AuthenticatorKind; copied?: boolean },
): Promise<void> {
  const { floor, credentials } = service.rooms;
  await floor.db.write(async (tx) => {
    const added = await credentials.add(tx, {
      user,
      rawId: randomBytes(16).toString('base64url'),
      kind,
      name: kind === 'platform' ? 'Computer' : 'Key',
      publicKey: randomBytes(8),
      algorithm: -7,
      signCount: 1,
      verifies: false,
      transports: [],
      backupEligible: false,
      backedUp: false,
      aaguid: '00000000-0000-0000-0000-000000000000',
      transaction: randomBytes(16).toString('base64url') as TransactionId,
    });
    if (added && copied) await credentials.suspect(tx, added);
  });
}

/** Working out real ones takes a second. */
const addPrinted = ({ service }: Stage, user: UserId): Promise<unknown> =>
  service.rooms.floor.db.write(({ query }) =>
    query
      .insertInto('printed_codes')
      .values({ user_id: user, hash: 'hash', created_at: service.clock.now(), used_at: null })
      .execute(),
  );

const addBypass = ({ service }: Stage, user: UserId): Promise<unknown> =>
  service.rooms.floor.db.write(({ query }) =>
    query
      .insertInto('bypass_codes')
      .values({
        id: publicId('BC', systemRandom) as BypassCodeId,
        user_id: user,
        hash: 'hash',
        uses_left: 1,
        expires_at: null,
        created_at: service.clock.now(),
      })
      .execute(),
  );

async function put(stage: Stage, user: UserId, status: Status): Promise<void> {
  const { service } = stage;
  const { floor, users } = service.rooms;
  const until = { bypassUntil: service.clock.now() + HOUR };
  const putting: Record<Status, () => Promise<unknown>> = {
    locked: () => floor.db.write((tx) => users.recordFailure(tx, user, { threshold: 1, minutes: 0 })),
    disabled: () => floor.db.write((tx) => users.setStatus(tx, user, 'disabled')),
    bypass: () => floor.db.write((tx) => users.setStatus(tx, user, until)),
    'bypass ended': async () => {
      await floor.db.write((tx) => users.setStatus(tx, user, until));
      await endBypass(stage, { table: 'users', id: user });
    },
    'group disabled': () => join(stage, user, { status: 'disabled' }),
    'group bypass': () => join(stage, user, { status: until }),
    'group bypass ended': async () =>
      endBypass(stage, { table: 'groups', id: await join(stage, user, { status: until }) }),
    'invited at the prompt': () => invite(service, user, 'inline'),
  };
  await putting[status]();
}

/** Its time is over, and the clock that tidies up has not struck yet. */
const endBypass = ({ service }: Stage, { table, id }: { table: 'users' | 'groups'; id: string }) =>
  service.rooms.floor.db.write(({ query }) =>
    query
      .updateTable(table)
      .set({ status_until: service.clock.now() - MINUTE })
      .where('id', '=', id as never)
      .execute(),
  );

interface GroupWish {
  status?: 'disabled' | { bypassUntil: number };
  policy?: PolicyChanges;
}

/** Puts the person into a group of their own. */
async function join({ service }: Stage, user: UserId, { status, policy }: GroupWish): Promise<GroupId> {
  const { floor, groups: rooms, policies } = service.rooms;
  return floor.db.write(async (tx) => {
    const id = await rooms.add(tx, `Group ${++groups}`);
    if (!id) throw new Error('the group was not added');
    await rooms.join(tx, { group: id, user });
    if (status) await rooms.setStatus(tx, id, status);
    if (policy) await policies.set(tx, id, policy);
    return id;
  });
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { AuditEntry } from '../../../service/room.ts';
import { type ReceivedMail, startSmtp, type TestSmtp } from '../../fakes/smtp.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { putWishes, wish } from '../push/set-up.ts';

const ADMINISTRATORS = 'security@example.org';
const ALEX = 'alex@example.org';

let smtp: TestSmtp;
let stage: Stage;
beforeAll(async () => {
  smtp = await startSmtp();
  stage = await startStage({ smtp: smtp.settings(), alertAddress: ADMINISTRATORS });
});
afterAll(async () => {
  await stage.stop();
  await smtp.stop();
});
beforeEach(() => settled());

/** Sends what waits, and answers it by its reader. */
async function settled(): Promise<Record<string, ReceivedMail[]>> {
  await stage.service.app.deliverMail();
  const mails = smtp.mails.splice(0);
  return Object.groupBy(mails, ({ to }) => to.join(' ')) as Record<string, ReceivedMail[]>;
}

const happens = (entry: AuditEntry) => {
  const { db, audit } = stage.service.rooms.floor;
  return db.write((tx) => audit.record(tx, { user: stage.alex, ...entry }));
};

async function ends(name: string, ending: { status: 'removed' | 'suspended'; reason: string }) {
  const { id } = await stage.pair(name);
  await settled();
  const { floor, devices } = stage.service.rooms;
  await floor.db.write((tx) => devices.end(tx, id as DeviceId, ending));
}

async function reports() {
  // A report mutes for a while.
  await stage.service.advance(HOUR);
  const laptop = await stage.pair('Laptop');
  await settled();
  const prompt = await stage.site.begin('alex');
  await prompt.post('promptPush');
  const push = (await laptop.inbox()).requests.find(({ state }) => state === 'pending');
  if (!push) throw new Error('no request waits');
  await laptop.decide(push, { decision: 'deny', reason: 'fraud' });
}

/** Requests are sent by themselves again, as at first. */
async function weakens() {
  // Step-ups are few a minute.
  await stage.service.advance(MINUTE);
  const laptop = await stage.pair('Laptop in the lab');
  await putWishes(laptop, { autoPush: false });
  await settled();
  await wish(stage, laptop, { autoPush: true });
  return laptop;
}

async function letsPass() {
  const { floor, users } = stage.service.rooms;
  const bypassUntil = stage.service.clock.now() + HOUR;
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, { bypassUntil }));
  await floor.db.write((tx) => users.setStatus(tx, stage.alex, 'active'));
}

async function locksOut() {
  const { floor, users } = stage.service.rooms;
  const rule = { threshold: 1, minutes: 0 };
  await floor.db.write((tx) => users.recordFailure(tx, stage.alex, rule));
}

const key = { about: 'Blue key', kind: 'security_key' };
const computer = { about: 'Laptop', kind: 'platform' };

/** What happens, and what is in the mails about it: subjects, and lines of the person's text. */
const happenings: [string, () => Promise<unknown>, { person: string; alert?: string; says: RegExp[] }][] = [
  [
    'a browser is paired',
    () => stage.pair('Chrome on Linux'),
    { person: 'A browser was paired with your account', says: [/^Browser: +“Chrome on Linux”$/m] },
  ],
  [
    'the desk removes a browser',
    () => ends('Old laptop', { status: 'removed', reason: 'operator' }),
    {
      person: 'A browser was removed from your account',
      says: [/^Browser: +“Old laptop”$/m, /^Done by: +your help desk$/m],
    },
  ],
  [
    'a new browser takes the place of an old one',
    () => ends('Old desk', { status: 'removed', reason: 'replaced' }),
    {
      person: 'A browser of your account was replaced',
      says: [/^A new browser was paired/, /^Browser: +“Old desk”$/m],
    },
  ],
  [
    'a browser is suspended',
    () => ends('Chrome in the Library', { status: 'suspended', reason: 'disowned' }),
    {
      person: 'A browser of your account was suspended',
      alert: 'Alert: a browser was suspended',
      says: [/^Browser: +“Chrome in the Library”$/m],
    },
  ],
  [
    'there are two copies of a browser',
    () => ends('Chrome in the Hall', { status: 'suspended', reason: 'forked' }),
    {
      person: 'A browser of your account was suspended',
      alert: 'Alert: a browser was copied',
      says: [/there seem to be two copies of it/, /^Browser: +“Chrome in the Hall”$/m],
    },
  ],
  [
    'there are two copies of a trusted browser’s cookie',
    () => happens({ event: 'trust.copied', alert: true, detail: { about: 'Firefox on Linux' } }),
    {
      person: 'A trusted browser of your account may have been copied',
      alert: 'Alert: a trusted browser may have been copied',
      says: [/^Browser: +“Firefox on Linux”$/m],
    },
  ],
  [
    'a key is added',
    () => happens({ event: 'credential.added', detail: key }),
    {
      person: 'A security key was added to your account',
      says: [/^A security key was added to your account\./, /^Key: +“Blue key”$/m],
    },
  ],
  [
    'a key is removed',
    () => happens({ event: 'credential.removed', detail: key }),
    {
      person: 'A security key was removed from your account',
      says: [/^A security key was removed from your account\./, /^Key: +“Blue key”$/m],
    },
  ],
  [
    'a key seems to be copied',
    () => happens({ event: 'credential.clone_suspected', alert: true, detail: key }),
    {
      person: 'A security key of your account may have been copied',
      alert: 'Alert: a security key may have been copied',
      says: [/^Key: +“Blue key”$/m],
    },
  ],
  [
    'a computer is added',
    () => happens({ event: 'credential.added', detail: computer }),
    {
      person: 'A computer was added to your account',
      says: [/^A computer’s own authenticator \(.+\) was added to your account\./, /^Computer: +“Laptop”$/m],
    },
  ],
  [
    'a computer is removed',
    () => happens({ event: 'credential.removed', detail: computer }),
    {
      person: 'A computer was removed from your account',
      says: [/^A computer’s own authenticator \(.+\) was removed from/, /^Computer: +“Laptop”$/m],
    },
  ],
  [
    'the authenticator of a computer seems to be copied',
    () => happens({ event: 'credential.clone_suspected', alert: true, detail: computer }),
    {
      person: 'The authenticator of a computer may have been copied',
      alert: 'Alert: the authenticator of a computer may have been copied',
      says: [/^Computer: +“Laptop”$/m],
    },
  ],
  [
    'how they sign in was made weaker',
    weakens,
    {
      person: 'How you are asked to sign in was changed',
      says: [/^One of your paired browsers changed how/, /^Done in: +“Laptop in the lab”$/m],
    },
  ],
  [
    'codes are printed',
    () => happens({ event: 'printed.made', detail: { count: 10 } }),
    { person: 'Codes were printed for your account', says: [] },
  ],
  [
    'the desk makes a code',
    () => happens({ event: 'bypass.made', reason: 'operator', detail: { count: 1, uses: 1, minutes: 60 } }),
    { person: 'Your help desk made a code for you', says: [/^Done by: +your help desk$/m] },
  ],
  [
    'a token is assigned',
    () => happens({ event: 'token.assigned', reason: 'operator', detail: { about: 'FOB-A' } }),
    { person: 'A token was added to your account', says: [/^Token: +“FOB-A”$/m] },
  ],
  [
    'a sign-in is reported',
    reports,
    {
      person: 'A sign-in to your account was reported',
      alert: 'Alert: a sign-in was reported by its owner',
      says: [/^Reported in: +“Laptop”$/m, /^Application: +“Campus Portal”$/m],
    },
  ],
  [
    'the desk lets a person pass',
    letsPass,
    {
      person: 'Your account needs no second step for a while',
      alert: 'Alert: an account needs no second step for a while',
      says: [/^Until: +\d+ \w+ 20\d\d at \d\d:\d\d UTC$/m, /^Done by: +your help desk$/m],
    },
  ],
  [
    'a group lets a person pass',
    () =>
      happens({
        event: 'user.bypass_begun',
        reason: 'group',
        alert: true,
        detail: { until: stage.service.clock.now() + HOUR, about: 'Staff' },
      }),
    {
      person: 'Your account needs no second step for a while',
      alert: 'Alert: an account needs no second step for a while',
      says: [/^Group: +“Staff”$/m],
    },
  ],
  [
    'an account is locked',
    locksOut,
    { person: 'Your account was locked', alert: 'Alert: an account was locked', says: [] },
  ],
];

describe.each(happenings)('when %s', (_, happen, { person, alert, says }) => {
  it('the person is told, and administrators where they must know', async () => {
    await stage.service.setPolicy({ helpDesk: 'Room 12, by the fountain' });
    await happen();
    const mails = await settled();
    expect(mails[ALEX]?.map(({ headers }) => headers.subject)).toEqual([[person]]);
    expect(mails[ADMINISTRATORS]?.map(({ headers }) => headers.subject)).toEqual(alert && [[alert]]);

    const host = new URL(stage.service.origin).host;
    const common = [
      /^When: .+ 20\d\d at \d\d:\d\d UTC$/m,
      /^Account: +alex$/m,
      new RegExp(`: +${host}$`, 'm'),
    ];
    const [own] = mails[ALEX] ?? [];
    for (const line of [...common, ...says, /^Your help desk: Room 12, by the fountain$/m])
      expect(own?.text).toMatch(line);
    for (const line of common) expect(mails[ADMINISTRATORS]?.[0]?.text ?? own?.text).toMatch(line);
  });

  it('no mail holds a secret, an id, a link, or anything from outside', async () => {
    await happen();
    const mails = Object.values(await settled()).flat();
    expect(mails).not.toEqual([]);
    for (const { text, html } of mails) {
      for (const body of [text, html]) {
        expect(body).not.toMatch(/:\/\/|www\.|mailto:/);
        // Ids have 20 characters and secrets more; a verification number has 3 to 6 digits.
        expect(body).not.toMatch(/[A-Za-z0-9_-]{20,}/);
        const numbers = body.replace(/localhost:\d+/g, '').match(/\b\d{3,}\b/g);
        expect([...new Set(numbers)]).toEqual([String(new Date(stage.service.clock.now()).getUTCFullYear())]);
      }
      expect(html).not.toMatch(/<(img|link|script|a|iframe|form)\b|url\(|src=|@import/);
    }
  });

  it('subject and first lines name nobody and nothing', async () => {
    await happen();
    for (const { headers, text } of Object.values(await settled()).flat()) {
      const preview = `${headers.subject} ${text.slice(0, 180)}`;
      expect(preview).not.toMatch(/alex|Campus|Chrome|Laptop|Blue|localhost/i);
    }
  });
});

describe('a mail', () => {
  it('is marked as written by a robot, and the same at each try', async () => {
    await happens({ event: 'credential.added', detail: key });
    const [mail] = (await settled())[ALEX] ?? [];
    const [row] = await stage.service.rooms.outbox.list(1);
    expect(mail).toMatchObject({ from: 'countersign@example.org', to: [ALEX] });
    expect(mail?.headers).toMatchObject({
      from: ['Countersign <countersign@example.org>'],
      to: [ALEX],
      'message-id': [`<${row?.id}@example.org>`],
      'auto-submitted': ['auto-generated'],
    });
  });

  it('tells of no change that makes signing in stronger, nor of one that was refused', async () => {
    const laptop = await weakens();
    await settled();
    expect((await putWishes(laptop, { autoPush: false })).status).toBe(200);
    expect((await putWishes(laptop, { autoPush: true })).body.error).toBe('step_up_needed');
    expect(await settled()).toEqual({});
  });

  it('exists exactly when the change does', async () => {
    const { floor, users } = stage.service.rooms;
    const undone = floor.db.write(async (tx) => {
      await users.recordFailure(tx, stage.alex, { threshold: 1, minutes: 0 });
      throw new Error('undone');
    });
    await expect(undone).rejects.toThrow('undone');
    expect(await settled()).toEqual({});
  });

  it('is not written about what needs none, nor to somebody without an address', async () => {
    const { floor, users } = stage.service.rooms;
    await happens({ event: 'push.denied', reason: 'mistake' });
    await happens({ event: 'push.approved' });
    const user = await floor.db.write((tx) =>
      users.add(tx, { username: 'sam', displayName: 'Sam Okoye', email: null }),
    );
    await happens({ event: 'device.added', user, detail: { about: 'Chrome' } });
    expect(await settled()).toEqual({});
    await happens({ event: 'user.locked_out', user, alert: true });
    expect(Object.keys(await settled())).toEqual([ADMINISTRATORS]);
  });

  it('is forgotten after thirty days', async () => {
    await happens({ event: 'credential.added', detail: key });
    await stage.service.advance(31 * 24 * HOUR);
    await stage.service.app.sweep();
    expect(await stage.service.rooms.outbox.list(10)).toEqual([]);
  });
});

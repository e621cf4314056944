import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { DAY } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { hashOf } from '../../../service/ids.ts';
import { startTestService, type TestService } from '../../fakes/service.ts';
import {
  devicesOf,
  deviceView,
  invitationsOf,
  mustClaim,
  mustOpen,
  newDevice,
  openInvitation,
  post,
} from '../enrolment/set-up.ts';

const ALEX = 'DUAAAAAAAAAAAAAAAAAA' as UserId;
const OLD = new URL('../../vectors/database/v0004.sql', import.meta.url);

const token = (letter: string) => letter.repeat(43);
const ids = { link: 'I'.repeat(22), inline: 'J'.repeat(22), pairing: 'P'.repeat(22) };

/** A database of the last release, with invitations on their way. */
let service: TestService;
beforeAll(async () => {
  service = await startTestService();
  await service.away(async () => {
    const file = join(service.data, 'countersign.db');
    for (const end of ['', '-wal', '-shm']) rmSync(file + end, { force: true });
    const db = new DatabaseSync(file);
    db.exec(readFileSync(OLD, 'utf8'));
    const now = service.clock.now();
    const invite = db.prepare('INSERT INTO invitations VALUES (?, ?, ?, ?, ?, ?, NULL, NULL)');
    invite.run(ids.link, ALEX, 'link', hashOf(token('L')), now, now + DAY);
    invite.run(ids.inline, ALEX, 'inline', null, now, now + DAY);
    db.prepare(
      `INSERT INTO pairings (id, invitation_id, user_id, secret_hash, code_hash, state, revision,
         page_confirmed, device_confirmed, contested, created_at, expires_at)
       VALUES (?, ?, ?, ?, ?, 'open', 1, 0, 0, 0, ?, ?)`,
    ).run(ids.pairing, ids.link, ALEX, hashOf(token('S')), hashOf(token('C')), now, now + DAY);
    db.close();
  });
});
afterAll(() => service.stop());

it('an invitation that was on its way is good after an upgrade, once, and replaces no browser', async () => {
  const link = `${service.origin}/invitation#${token('L')}`;
  await mustOpen(service, link);
  const device = newDevice(service);
  const claimed = await mustClaim(device, `${service.origin}/activation#${token('C')}`, 'New laptop');
  const body = { secret: token('S'), match: true };
  expect((await post({ service, route: 'invitationAnswer', id: ids.pairing, body })).status).toBe(200);
  expect(deviceView(await claimed.answer(true)).device).toBeTypeOf('string');
  expect((await devicesOf(service, ALEX)).map(({ name }) => name)).toEqual(['Chrome on Linux', 'New laptop']);
  expect((await openInvitation(service, link)).refused?.body.error).toBe('invitation_used');
  const [used, inline] = await invitationsOf(service, ALEX);
  expect(used?.used_at).not.toBeNull();
  expect(inline).toMatchObject({ used_at: null, voided_at: expect.any(Number) });
});

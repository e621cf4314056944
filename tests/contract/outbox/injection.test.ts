import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { startSmtp, type TestSmtp } from '../../fakes/smtp.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

let smtp: TestSmtp;
let stage: Stage;
beforeAll(async () => {
  smtp = await startSmtp();
  stage = await startStage({ smtp: smtp.settings() });
});
afterAll(async () => {
  await stage.stop();
  await smtp.stop();
});

let turn = 0;

/** Tells somebody with these names of a browser that was paired. Whatever checked the names before was asleep. */
async function tell({ username = '', email = 'sam@example.org', browser = 'Chrome', site = '' }) {
  const { floor, users, audit } = stage.service.rooms;
  turn += 1;
  const application = site ? await stage.service.addApplication(site) : null;
  await floor.db.write(async (tx) => {
    const name = username || `person ${turn}`;
    const user = (await users.add(tx, { username: name, displayName: name, email })) as UserId;
    await audit.record(tx, {
      event: 'device.added',
      user,
      ...(application && { application: application.id }),
      detail: { about: browser },
    });
  });
  await stage.service.app.deliverMail();
  return smtp.mails.splice(0);
}

const BREAKS = ['\r\n', '\n', '\r', '\u2028', '\u0085', '\0'];

describe.each(BREAKS.map((sign) => [JSON.stringify(sign), sign]))('a name with %s in it', (_, sign) => {
  it('begins no line of its own, in headers or text', async () => {
    const name = `Chrome${sign}Bcc: mallory@example.org${sign}${sign}Your account is closed.`;
    const [mail] = await tell({ username: `sam${turn}${sign}Bcc: mallory@example.org`, browser: name });
    expect(mail?.to).toEqual(['sam@example.org']);
    expect(mail?.headers).not.toHaveProperty('bcc');
    expect(mail?.headers.subject).toEqual(['A browser was paired with your account']);
    expect(mail?.text).not.toMatch(/^(Bcc|Your account is)/m);
    expect(mail?.text).toMatch(/^Browser: +“Chrome Bcc/m);
  });

  it('reaches nobody as part of an address', async () => {
    expect(await tell({ email: `sam@example.org${sign}RCPT TO:<mallory@example.org>` })).toEqual([]);
  });
});

it.each([
  'mallory@example.com, sam@example.org',
  'mallory@example.com,sam',
  'Sam <mallory@example.com>',
  '"mallory@example.com"@example.org',
  'sam@example.org> BODY=8BITMIME\r\nRCPT TO:<mallory@example.com',
])('the address %j gets no mail', async (email) => {
  expect(await tell({ email })).toEqual([]);
  expect(await stage.service.rooms.outbox.list(1)).toMatchObject([{ state: 'failed', attempts: 1 }]);
});

it('markup in a name stays text', async () => {
  const [mail] = await tell({
    browser: '<img src=x onerror="alert(1)">&amp;\'',
    site: '</td><script>1</script>',
  });
  expect(mail?.html).not.toMatch(/<img|<script|onerror="/);
  expect(mail?.html).toContain('&lt;img src=x onerror=&quot;alert(1)&quot;&gt;&amp;amp;&#39;');
});

it('an address in a name is no link for any mail program', async () => {
  const [mail] = await tell({ browser: 'Verify at https://login.example.com/a now' });
  for (const body of [mail?.text, mail?.html]) expect(body).not.toMatch(/https:\/\/|login\.example/);
});

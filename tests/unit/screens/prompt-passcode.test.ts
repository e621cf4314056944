import { describe, expect, test } from 'vitest';
import { type CannedPrompt, codes, everyMethod, push } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

const only: CannedPrompt = { methods: [codes()], opensWith: 'passcode' };
const entry = (page: ReturnType<typeof openPage>) => page.session.snapshot().passcode;

describe('a prompt that opens with codes', () => {
  test('shows the field and asks the service for nothing', async () => {
    const page = openPage();
    await page.show(only);
    expect(entry(page)).toEqual({ stage: 'ready', error: null, tries: 0 });
    page.move(1_000);
    expect(page.asked).toEqual([]);
  });

  test('sends the code as it was typed, once, and leaves with the next state', async () => {
    const page = openPage();
    await page.show(only);
    page.session.verify(' 123-456 ');
    page.session.verify('654321');
    expect(entry(page)?.stage).toBe('checking');
    await settle();
    expect(page.asked).toEqual(['passcode  123-456 ']);
    expect(entry(page)?.stage).toBe('done');
    await page.show({ ...only, state: 'approved', revision: 2 });
    expect(page.left).toEqual(['https://portal.example.net/back']);
  });
});

describe('a refused code', () => {
  test.each(['passcode_wrong', 'passcode_used', 'passcode_malformed', 'too_many', 'locked_out'] as const)(
    '%s is said by the field, and the next one may be typed',
    async (error) => {
      const page = openPage({ refused: { passcode: error } });
      await page.show(only);
      page.session.verify('123456');
      await settle();
      expect(entry(page)).toEqual({ stage: 'ready', error, tries: 1 });
      expect(page.session.snapshot().error).toBeNull();
      page.session.verify('123457');
      await settle();
      expect(entry(page)).toEqual({ stage: 'ready', error, tries: 2 });
    },
  );

  test('is not heard any more once another way was chosen', async () => {
    const page = openPage({ refused: { passcode: 'passcode_wrong' } });
    await page.show({ methods: everyMethod(), opensWith: 'passcode', present: true });
    page.session.verify('123456');
    page.session.choose('security_key');
    await settle();
    expect(entry(page)).toBeNull();
    expect(page.asked).toEqual(['passcode 123456', 'begin-assertion security_key']);
  });

  test('stays in sight while the service’s states come and go', async () => {
    const page = openPage({ refused: { passcode: 'passcode_wrong' } });
    await page.show(only);
    page.session.verify('123456');
    await settle();
    await page.show({ ...only, revision: 2 });
    expect(entry(page)?.error).toBe('passcode_wrong');
  });
});

describe('codes beside a push', () => {
  const waiting: CannedPrompt = { state: 'waiting', methods: everyMethod(), latest: push() };

  test('choosing codes takes back the push that waits, and shows the field meanwhile', async () => {
    const page = openPage();
    await page.show(waiting);
    page.session.choose('passcode');
    expect(entry(page)?.stage).toBe('ready');
    expect(page.asked).toEqual(['switch passcode']);
    await page.show({ ...waiting, state: 'choosing', latest: push({ state: 'withdrawn' }), revision: 2 });
    expect(entry(page)?.stage).toBe('ready');
  });

  test('back to the push, another one is sent', async () => {
    const page = openPage();
    await page.show(waiting);
    page.session.choose('passcode');
    page.session.choose('push');
    expect(page.asked).toEqual(['switch passcode', 'push']);
    expect(page.session.snapshot()).toMatchObject({ method: 'push', passcode: null, starting: true });
  });

  test('codes that cannot be used any more say why', async () => {
    const page = openPage({ refused: { switch: 'passcode_not_ready' } });
    await page.show(waiting);
    page.session.choose('passcode');
    await settle();
    expect(page.session.snapshot().error).toBe('passcode_not_ready');
  });

  test('choosing codes takes back the push that was about to go', async () => {
    const page = openPage();
    await page.show({ methods: everyMethod(), opensWith: 'push', starts: true });
    page.session.choose('passcode');
    page.move(1_000);
    expect(page.asked).toEqual(['switch passcode']);
  });

  test('an approval in the toolbar ends the typing', async () => {
    const page = openPage();
    await page.show(waiting);
    page.session.choose('passcode');
    await page.show({ ...waiting, state: 'approved', revision: 2 });
    expect(page.left).toHaveLength(1);
  });

  test('a sign-in that is refused ends the typing', async () => {
    const page = openPage();
    await page.show(only);
    await page.show({ ...only, state: 'refused', refusal: 'locked_out', revision: 2 });
    expect(entry(page)).toBeNull();
  });
});

import { describe, expect, test } from 'vitest';
import { type CannedPrompt, codes, everyMethod, push, twoBrowsers } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

test('the first push waits 400 ms for presence and goes once', async () => {
  const page = openPage();
  await page.show({ starts: true });
  expect(page.session.snapshot()).toMatchObject({ held: true, method: 'push' });
  page.move(399);
  expect(page.asked).toEqual([]);
  page.move(1);
  await settle();
  await page.show({ starts: true });
  page.move(1_000);
  expect(page.asked).toEqual(['push']);
});

test('presence sends the first push at once', async () => {
  const page = openPage();
  await page.show({ starts: true });
  await page.show({ starts: true, present: true, revision: 2 });
  page.move(1_000);
  expect(page.asked).toEqual(['push']);
});

test('a push that another page sent meanwhile takes the place of the first', async () => {
  const page = openPage();
  await page.show({ starts: true });
  await page.show({ state: 'waiting', latest: push(), revision: 2 });
  page.move(1_000);
  expect(page.asked).toEqual([]);
});

test('without the service’s leave nothing is sent', async () => {
  const page = openPage();
  await page.show({ latest: push({ state: 'denied' }), present: true });
  page.move(1_000);
  expect(page.asked).toEqual([]);
});

test('a lost connection is said and mended', async () => {
  const page = openPage();
  await page.answer({ ok: false, error: 'unreachable' });
  expect(page.session.snapshot().connected).toBe(false);
  page.move(500);
  await page.show({});
  expect(page.session.snapshot().connected).toBe(true);
});

test('a refusal ends the questions', async () => {
  const page = openPage();
  await page.answer({ ok: false, error: 'transaction_not_yours' });
  expect(page.session.snapshot().dead).toBe('transaction_not_yours');
  page.move(60_000);
  expect(page.open()).toBe(0);
});

test('approved, it fetches the code once and leaves', async () => {
  const page = openPage();
  await page.show({ state: 'approved' });
  expect(page.asked).toEqual(['finish']);
  expect(page.left).toEqual(['https://portal.example.net/back']);
  expect(page.open()).toBe(0);
});

test('a person whom policy lets in without a factor goes on', async () => {
  const page = openPage();
  await page.show({ methods: [] });
  expect(page.asked).toEqual(['finish']);
});

test('a push that is taken back during the wait is not sent', async () => {
  const page = openPage();
  await page.show({ starts: true });
  await page.show({ starts: false, retryAt: 60_000, revision: 2 });
  page.move(1_000);
  expect(page.asked).toEqual([]);
  expect(page.session.snapshot().held).toBe(false);
});

test('once the other options are opened, nothing begins by itself', async () => {
  const push = openPage();
  await push.show({ starts: true });
  push.session.browse();
  expect(push.session.snapshot().held).toBe(false);
  await push.show({ starts: true, present: true, revision: 2 });
  push.move(1_000);
  expect(push.asked).toEqual([]);
  push.session.send();
  expect(push.asked).toEqual(['push']);

  const key = openPage();
  await key.show({ methods: everyMethod(), opensWith: 'security_key' });
  key.session.browse();
  key.move(1_000);
  expect(key.opened()).toEqual([]);
  expect(key.stage()).toEqual({ name: 'ready' });
});

test('an account that is unlocked opens the prompt anew', async () => {
  const page = openPage();
  await page.show({ methods: [codes()], opensWith: 'passcode' });
  await page.show({ state: 'refused', refusal: 'locked_out', revision: 2 });
  expect(page.session.snapshot()).toMatchObject({ method: null, passcode: null });
  await page.show({ methods: [codes()], opensWith: 'passcode', revision: 3 });
  expect(page.session.snapshot().passcode?.stage).toBe('ready');
});

describe('an account that is locked elsewhere', () => {
  const shut: CannedPrompt = {
    state: 'refused',
    refusal: 'locked_elsewhere',
    methods: everyMethod({ ready: false, why: 'locked_elsewhere' }),
    opensWith: null,
  };

  test('is told of once no paired browser has said within 400 ms that the prompt is open in it', async () => {
    const page = openPage();
    await page.show(shut);
    page.move(399);
    expect(page.session.snapshot().state).toBeNull();
    page.move(1);
    expect(page.session.snapshot().state?.refusal).toBe('locked_elsewhere');
    expect(page.asked).toEqual([]);
  });

  test('goes on in a paired browser as if nothing were, sooner or later', async () => {
    const page = openPage();
    await page.show(shut);
    await page.show({ starts: true, present: true, revision: 2 });
    expect(page.asked).toEqual(['push']);
    page.move(1_000);
    expect(page.session.snapshot().state?.refusal).toBeNull();

    const late = openPage();
    await late.show(shut);
    late.move(400);
    await late.show({ starts: true, present: true, revision: 2 });
    expect(late.asked).toEqual(['push']);
  });

  test('is told of at once where something was asked here before', async () => {
    const page = openPage();
    await page.show({});
    page.session.browse();
    await page.show({ ...shut, revision: 2 });
    expect(page.session.snapshot().state?.refusal).toBe('locked_elsewhere');
  });
});

test('a request from before a lock-out is past once the account is unlocked', async () => {
  const page = openPage();
  const latest = push({ state: 'withdrawn' });
  await page.show({ latest });
  expect(page.session.snapshot().past).toBeNull();
  await page.show({ state: 'refused', refusal: 'locked_out', latest, revision: 2 });
  await page.show({ latest, revision: 3 });
  expect(page.session.snapshot()).toMatchObject({ past: latest.id, method: 'push', starting: false });
  expect(page.asked).toEqual([]);
});

test('a request that still waits after a lock-out is not past', async () => {
  const page = openPage();
  await page.show({ state: 'waiting', latest: push() });
  await page.show({ state: 'refused', refusal: 'locked_out', latest: push(), revision: 2 });
  await page.show({ state: 'waiting', latest: push(), revision: 3 });
  expect(page.session.snapshot()).toMatchObject({ past: null, method: 'push' });
});

test('one state makes one picture', async () => {
  const page = openPage();
  await settle();
  const before = page.pictures();
  await page.show({ methods: everyMethod(), opensWith: 'security_key' });
  expect(page.pictures()).toBe(before + 1);
});

describe('a request to one browser', () => {
  const [here, there] = twoBrowsers;
  const several: CannedPrompt = { browsers: twoBrowsers, methods: everyMethod() };

  test('is sent to it, though another waits', async () => {
    const page = openPage();
    await page.show({ ...several, state: 'waiting', latest: push() });
    page.session.choose('push', there?.device);
    expect(page.asked).toEqual([`push ${there?.device}`]);
  });

  test('is sent there again', async () => {
    const page = openPage();
    await page.show({ ...several, latest: push({ state: 'expired' }) });
    page.session.send();
    expect(page.asked).toEqual([`push ${here?.device}`]);
  });

  test('goes where the settings say, unless one was asked', async () => {
    const page = openPage();
    await page.show({ ...several, to: there?.device ?? null, starts: true, present: true });
    expect(page.asked).toEqual(['push']);
  });
});

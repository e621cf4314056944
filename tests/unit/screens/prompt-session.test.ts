import { expect, test } from 'vitest';
import { pairing, push } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

test('the first push waits 400 ms for presence and goes once', async () => {
  const page = openPage();
  await page.show({ starts: true });
  expect(page.session.snapshot().starting).toBe(true);
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
  expect(page.session.snapshot().starting).toBe(false);
});

test('a reload makes a new link in place of the one that nobody used', async () => {
  const page = openPage();
  await page.show({ state: 'enrolling', pairing: pairing() });
  expect(page.asked).toEqual(['begin']);
  expect(page.session.snapshot().link?.value).toContain('/activation#');
  await page.show({ state: 'enrolling', pairing: pairing(), revision: 3 });
  expect(page.asked).toEqual(['begin']);
});

import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import { type Passing, startPassing } from '../trust/passing-stage.ts';

/** A thief has had a sign-in approved, and keeps the question open until the person has ended all trust. */
let stage: Passing;
beforeAll(async () => {
  stage = await startPassing();
  await stage.allow();
});
afterAll(() => stage.stop());
// Nobody types more than ten codes in a minute.
beforeEach(() => stage.service.advance(MINUTE));

const rooms = () => stage.service.rooms;
const setStatus = (status: 'disabled' | 'active') =>
  rooms().floor.db.write((tx) => rooms().users.setStatus(tx, stage.alex, status));

const ends: [string, () => Promise<unknown>][] = [
  ['a password change', () => stage.site.passwordChanged('alex')],
  [
    '“forget all”',
    () =>
      rooms().floor.db.write((tx) =>
        rooms().trust.forget(tx, { user: stage.alex, what: { which: 'all' }, here: null, by: 'person' }),
      ),
  ],
  [
    'the account was disabled and enabled again',
    async () => {
      await setStatus('disabled');
      await setStatus('active');
    },
  ],
  ['a report', () => rooms().floor.db.write((tx) => rooms().trust.fraudReported(tx, stage.alex))],
];

it.each(ends)('a “yes” after %s makes no trust, and the next sign-in asks again', async (_, end) => {
  const thief = stage.browser();
  const prompt = await stage.approved(thief);
  expect((await prompt.read()).trust).not.toBeNull();
  await stage.service.advance(1);
  await end();
  expect((await prompt.read()).trust).toBeNull();
  expect((await prompt.post('promptTrust', { trust: true })).body).toMatchObject({ error: 'trust_off' });
  await prompt.finish();
  expect(await stage.passesByCookie(thief)).toBe(false);

  const owner = stage.browser();
  await stage.trust(owner);
  expect(await stage.passesByCookie(owner)).toBe(true);
});

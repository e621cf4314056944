import { describe, expect, test } from 'vitest';
import type { Method } from '../../../lib/protocol/prompt.ts';
import { type CannedPrompt, everyMethod, pairing, push, question } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

const site = 'https://portal.example.net/back';

const fresh: CannedPrompt = {
  state: 'enrolling',
  methods: [],
  opensWith: null,
  setUp: { step: 'first', choices: ['platform', 'security_key', 'push'] },
};

describe('why there is a second step', () => {
  test('is told page by page, and can be left out', async () => {
    const page = openPage();
    await page.show(fresh);
    expect(page.session.snapshot().why).toBe(0);
    page.session.turn(1);
    expect(page.session.snapshot().why).toBe(1);
    page.session.turn(null);
    expect(page.session.snapshot()).toMatchObject({ why: null, method: null });
    expect(page.asked).toEqual([]);
  });

  test('does not come again on the way back to the choice', async () => {
    const page = openPage();
    await page.show(fresh);
    page.session.turn(null);
    page.session.choose('security_key');
    page.session.choose(null);
    expect(page.session.snapshot()).toMatchObject({ why: null, method: null, ceremony: null });
  });
});

describe('pairing', () => {
  test('that a reload interrupted goes on with a new link in place of the one that nobody used', async () => {
    const page = openPage();
    await page.show({ ...fresh, pairing: pairing() });
    expect(page.asked).toEqual(['begin']);
    expect(page.session.snapshot()).toMatchObject({ method: 'push' });
    expect(page.session.snapshot().link?.value).toContain('/activation#');
    await page.show({ ...fresh, pairing: pairing(), revision: 3 });
    expect(page.asked).toEqual(['begin']);
  });

  test('that came to nothing does not come back with a reload', async () => {
    const page = openPage();
    await page.show({ ...fresh, pairing: pairing({ state: 'expired' }) });
    expect(page.asked).toEqual([]);
    expect(page.session.snapshot()).toMatchObject({ method: null, why: 0 });
  });

  test('sends the practice request once the new browser has proven that it is there', async () => {
    const page = openPage();
    const practice: CannedPrompt = { starts: true, setUp: { step: 'practice', choices: [] } };
    await page.show(fresh);
    page.session.choose('push');
    await settle();
    await page.show({ ...practice, revision: 2 });
    expect(page.asked).toEqual(['begin']);
    await page.show({ ...practice, present: true, revision: 3 });
    expect(page.asked).toEqual(['begin', 'push']);
  });
});

test('the practice can be skipped', async () => {
  const page = openPage();
  const practice = { setUp: { step: 'practice', choices: [] } } satisfies CannedPrompt;
  await page.show({ state: 'waiting', latest: push(), ...practice });
  page.session.skip();
  expect(page.asked).toEqual(['skip']);
});

describe('one more way', () => {
  const approved = (choices: Method[], part: CannedPrompt = {}): CannedPrompt => ({
    state: 'approved',
    setUp: choices.length > 0 ? { step: 'another', choices } : null,
    trust: question(),
    ...part,
  });
  const shown = (page: ReturnType<typeof openPage>) => page.session.snapshot();

  test('is offered after the approval; skipped, the question comes, then the site', async () => {
    const page = openPage();
    await page.show({ state: 'waiting', latest: push() });
    await page.show(approved(['platform', 'security_key'], { revision: 2 }));
    expect(shown(page)).toMatchObject({ parting: { name: 'another' }, method: null });
    page.session.skip();
    expect(shown(page).parting).toEqual({ name: 'question', storing: false });
    page.session.trust(false);
    await settle();
    expect(page.asked).toEqual(['trust false', 'finish']);
    expect(page.left).toEqual([site]);
  });

  test('is skipped for good, whatever the service says next', async () => {
    const page = openPage();
    await page.show(approved(['platform'], { trust: null }));
    page.session.skip();
    await settle();
    await page.show(approved(['platform'], { trust: null, revision: 2 }));
    expect(page.asked).toEqual(['finish']);
  });

  test('is registered while the service goes on telling, and then said', async () => {
    const page = openPage({ registers: 'platform' });
    await page.show(approved(['platform', 'security_key']));
    page.session.choose('security_key');
    await settle();
    await page.show(approved(['platform', 'security_key'], { revision: 2 }));
    expect(page.isOpen()).toBe(true);
    page.touch();
    await settle();
    expect(page.asked).toEqual(['begin-registration security_key', 'registration']);
    expect(shown(page)).toMatchObject({ parting: { name: 'another' }, ceremony: null, added: 'platform' });
  });

  test('is said to be added though it was the last one there is', async () => {
    const page = openPage();
    await page.show(approved(['security_key'], { trust: null }));
    page.session.choose('security_key');
    await settle();
    page.touch();
    await settle();
    await page.show(approved([], { trust: null, revision: 2 }));
    expect(shown(page)).toMatchObject({ parting: { name: 'another' }, added: 'security_key' });
    page.session.skip();
    await settle();
    expect(page.left).toEqual([site]);
  });

  test('that fails leads back to the choice', async () => {
    const page = openPage({ refused: { registration: 'authenticator_registered' } });
    await page.show(approved(['security_key']));
    page.session.choose('security_key');
    await settle();
    page.touch();
    await settle();
    expect(page.stage()).toMatchObject({ name: 'failed', error: 'authenticator_registered' });
    page.session.choose(null);
    expect(shown(page)).toMatchObject({ parting: { name: 'another' }, ceremony: null, added: null });
  });

  test('may be a browser, paired by this page', async () => {
    const page = openPage();
    await page.show(approved(['push', 'platform']));
    page.session.choose('push');
    await settle();
    expect(shown(page).link?.value).toContain('/activation#');
    await page.show(approved(['push', 'platform'], { pairing: pairing({ state: 'claimed' }), revision: 2 }));
    expect(shown(page).method).toBe('push');
    await page.show(approved(['platform'], { pairing: pairing({ state: 'done' }), revision: 3 }));
    expect(shown(page)).toMatchObject({ method: null, added: 'push', parting: { name: 'another' } });
  });

  test('goes on with its pairing after a reload', async () => {
    const page = openPage();
    await page.show(approved(['push'], { pairing: pairing({ state: 'compared', digits: '482913' }) }));
    expect(shown(page)).toMatchObject({ method: 'push', parting: { name: 'another' } });
    expect(page.asked).toEqual([]);
  });

  test('ends where another tab went on', async () => {
    const page = openPage();
    await page.show(approved(['platform']));
    await page.show(approved([], { state: 'finished', trust: null, revision: 2 }));
    expect(page.asked).toEqual(['finish']);
  });

  test('is not offered with the practice, nor where nothing is left to add', async () => {
    const page = openPage();
    await page.show({ methods: everyMethod(), opensWith: 'security_key', present: true });
    await page.show(approved([], { trust: null, revision: 2 }));
    expect(page.left).toEqual([site]);
  });
});

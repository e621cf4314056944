import { describe, expect, test } from 'vitest';
import { type CannedPrompt, everyMethod, question } from '../../journeys/screens/canned.ts';
import { openPage, settle } from './open-page.ts';

const site = 'https://portal.example.net/back';
const asked: CannedPrompt = { state: 'approved', trust: question() };
const parting = (page: ReturnType<typeof openPage>) => page.session.snapshot().parting;

describe('"Is this your device?"', () => {
  test.each([true, false])('the answer %s is stored first, then the page leaves', async (yes) => {
    const page = openPage();
    await page.show(asked);
    expect(parting(page)).toEqual({ name: 'question', storing: false });
    expect(page.asked).toEqual([]);
    page.session.trust(yes);
    expect(parting(page)).toEqual({ name: 'question', storing: true });
    await settle();
    expect(page.asked).toEqual([`trust ${yes}`, 'finish']);
    expect(page.left).toEqual([site]);
  });

  test('is not asked where the service does not ask', async () => {
    const page = openPage();
    await page.show({ state: 'approved' });
    expect(page.asked).toEqual(['finish']);
    expect(page.left).toEqual([site]);
  });

  test('is not asked of a sign-in that another page finished', async () => {
    const page = openPage();
    await page.show({ ...asked, state: 'finished' });
    expect(page.asked).toEqual(['finish']);
  });

  test('two presses are one answer, and the page leaves once', async () => {
    const page = openPage();
    await page.show(asked);
    page.session.trust(true);
    page.session.trust(false);
    await page.show({ state: 'approved', revision: 2 });
    page.session.trust(false);
    await settle();
    expect(page.asked).toEqual(['trust true', 'finish']);
    expect(page.left).toEqual([site]);
  });

  test('the service’s next word does not overtake an answer, whose cookie would be lost', async () => {
    const page = openPage({ hangs: true });
    await page.show(asked);
    page.session.trust(true);
    await page.show({ state: 'approved', revision: 2 });
    expect(page.asked).toEqual(['trust true']);
  });

  test('an answer in another tab takes this one to the site as well', async () => {
    const page = openPage();
    await page.show(asked);
    await page.show({ state: 'approved', revision: 2 });
    expect(page.asked).toEqual(['finish']);
  });

  test('goes with the sign-in where that is disowned meanwhile', async () => {
    const page = openPage();
    await page.show(asked);
    await page.show({ state: 'refused', refusal: 'disowned', revision: 2 });
    page.session.trust(true);
    await settle();
    expect(page.left).toEqual([]);
  });

  test('twenty reloads ask twenty times and finish nothing', async () => {
    const pages = Array.from({ length: 20 }, () => openPage());
    for (const page of pages) {
      await page.show(asked);
      expect(parting(page)?.name).toBe('question');
      expect(page.asked).toEqual([]);
    }
    pages.at(-1)?.session.trust(true);
    await settle();
    expect(pages.flatMap((page) => page.asked)).toEqual(['trust true', 'finish']);
  });
});

describe('an answer that cannot be stored', () => {
  test.each(['trust_off', 'internal', 'unreachable'] as const)(
    'is said (%s), and the site stays in reach',
    async (error) => {
      const page = openPage({ refused: { trust: error } });
      await page.show(asked);
      page.session.trust(true);
      await settle();
      expect(parting(page)).toEqual({ name: 'snag', snag: 'trust' });
      expect(page.session.snapshot().dead).toBeNull();
      await page.show({ ...asked, revision: 2 });
      expect(parting(page)).toEqual({ name: 'snag', snag: 'trust' });
      page.session.goOn();
      await settle();
      expect(page.asked).toEqual(['trust true', 'finish']);
      expect(page.left).toEqual([site]);
    },
  );

  test('is not worth a word where it was "no"', async () => {
    const page = openPage({ refused: { trust: 'internal' } });
    await page.show(asked);
    page.session.trust(false);
    await settle();
    expect(page.asked).toEqual(['trust false', 'finish']);
  });

  test('is waited for five seconds', async () => {
    const page = openPage({ hangs: true });
    await page.show(asked);
    page.session.trust(true);
    page.move(4_999);
    await settle();
    expect(parting(page)).toEqual({ name: 'question', storing: true });
    page.move(1);
    await settle();
    page.session.goOn();
    await settle();
    expect(page.left).toEqual([site]);
  });
});

describe('a private window', () => {
  test('is asked nothing', async () => {
    const page = openPage();
    page.turnPrivate();
    await page.show(asked);
    expect(page.asked).toEqual(['finish']);
    expect(parting(page)).toBeNull();
  });

  test('that is recognised late is no longer asked', async () => {
    const page = openPage();
    await page.show(asked);
    page.turnPrivate();
    await settle();
    expect(page.asked).toEqual(['finish']);
    expect(parting(page)).toBeNull();
  });

  test('recognised before the approval changes nothing yet', async () => {
    const page = openPage();
    await page.show({ methods: everyMethod(), opensWith: 'passcode', present: true });
    page.turnPrivate();
    expect(page.session.snapshot().passcode).not.toBeNull();
  });
});

describe('"Manage devices"', () => {
  const open: CannedPrompt = { methods: everyMethod(), opensWith: 'security_key', present: true };

  test('chosen before the approval leads to the portal, without the question', async () => {
    const page = openPage();
    await page.show(open);
    page.session.manage();
    expect(page.session.snapshot().manages).toBe(true);
    await page.show({ ...asked, portal: true, revision: 2 });
    expect(page.asked).toEqual(['begin-assertion security_key', 'portal']);
    expect(page.left).toEqual(['/portal']);
  });

  test('a second press takes it back', async () => {
    const page = openPage();
    await page.show(open);
    page.session.manage();
    page.session.manage();
    await page.show({ state: 'approved', portal: true, revision: 2 });
    expect(page.left).toEqual([site]);
  });

  test('survives another way to confirm', async () => {
    const page = openPage();
    await page.show(open);
    page.session.manage();
    page.session.choose('platform');
    expect(page.session.snapshot().manages).toBe(true);
  });

  test('says where this way does not open it, then asks and goes on', async () => {
    const page = openPage();
    await page.show(open);
    page.session.manage();
    await page.show({ ...asked, revision: 2 });
    expect(parting(page)).toEqual({ name: 'snag', snag: 'refused' });
    expect(page.asked).not.toContain('portal');
    page.session.goOn();
    expect(parting(page)).toEqual({ name: 'question', storing: false });
    page.session.trust(false);
    await settle();
    expect(page.left).toEqual([site]);
  });

  test('goes straight on from there where nothing is asked', async () => {
    const page = openPage();
    await page.show(open);
    page.session.manage();
    await page.show({ state: 'approved', revision: 2 });
    page.session.goOn();
    await settle();
    expect(page.left).toEqual([site]);
  });

  test('from the question it opens at once', async () => {
    const page = openPage();
    await page.show({ ...asked, portal: true });
    page.session.manage();
    page.session.trust(true);
    await settle();
    expect(page.asked).toEqual(['portal']);
    expect(page.left).toEqual(['/portal']);
  });

  test.each([
    ['portal_refused', 'refused'],
    ['unreachable', 'portal'],
  ] as const)('a portal that answers %s leaves the site in reach', async (error, snag) => {
    const page = openPage({ refused: { portal: error } });
    await page.show({ state: 'approved', trust: question(), portal: true });
    page.session.manage();
    await settle();
    expect(parting(page)).toEqual({ name: 'snag', snag });
    page.session.goOn();
    page.session.trust(true);
    await settle();
    expect(page.left).toEqual([site]);
  });

  test('back from the portal, the question comes, then the site', async () => {
    const page = openPage();
    await page.show({ ...asked, portal: true });
    expect(parting(page)).toEqual({ name: 'question', storing: false });
    page.session.trust(true);
    await settle();
    expect(page.left).toEqual([site]);
  });
});

describe('a sign-in that leads to the portal', () => {
  test('goes there and finishes nothing', async () => {
    const page = openPage();
    await page.show({ state: 'approved', leadsTo: 'portal', portal: true });
    await page.show({ state: 'approved', leadsTo: 'portal', portal: true, revision: 2 });
    expect(page.asked).toEqual(['portal']);
    expect(page.left).toEqual(['/portal']);
  });

  test('ends with the reason where it may not', async () => {
    const page = openPage({ refused: { portal: 'portal_refused' } });
    await page.show({ state: 'approved', leadsTo: 'portal' });
    expect(page.session.snapshot().dead).toBe('portal_refused');
    expect(page.left).toEqual([]);
  });
});

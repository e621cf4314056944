import type { Page } from 'puppeteer-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type CannedPrompt, codes, everyMethod, push, question, twoBrowsers } from './canned.ts';
import { openPages, type Pages } from './open-pages.ts';

/** The built pages: what the bundler made must run without anything inline. */
let pages: Pages;

beforeAll(async () => {
  pages = await openPages();
});

afterAll(() => pages?.close());

/** Nothing is set up yet. */
const fresh: CannedPrompt = {
  state: 'enrolling',
  methods: [],
  opensWith: null,
  setUp: { step: 'first', choices: ['platform', 'security_key', 'push'] },
};

/** When a push of this moment began and will end. */
const life = () => ({ createdAt: Date.now(), expiresAt: Date.now() + 60_000 });

test('the prompt sends its push, shows the number, sends again after a denial and leaves once approved', async () => {
  pages.begin({ state: 'choosing', starts: true });
  const complaints = await pages.visit('/prompt/transaction');
  await pages.page.waitForSelector(
    'main[data-countersign-transaction="transaction"][data-countersign-challenge]',
  );
  await pages.page.waitForFunction(() => document.title.startsWith('Asking your browser'));

  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/push']);
  pages.become({ state: 'waiting', starts: false, latest: push({ ...life(), kind: 'elsewhere' }) });
  await pages.heading('Type this number');
  expect(await pages.page.$eval('.digits', (digits) => digits.textContent)).toBe('482 913');
  expect(await pages.page.title()).toBe('Waiting for the number · Campus Portal');
  await expect.poll(() => pages.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');

  pages.become({ state: 'choosing', latest: push({ ...life(), state: 'denied', reason: 'mistake' }) });
  await pages.heading('You refused this sign-in');
  await pages.press('Send again');

  pages.become({ state: 'waiting', latest: push({ ...life(), kind: 'here' }) });
  await pages.heading('Approve in your toolbar');
  await pages.press('Cancel');
  await expect.poll(() => pages.posts).toContain('/prompt/transaction/cancel');

  pages.become({ state: 'approved' });
  await pages.page.waitForFunction(() => location.pathname === '/back');
  expect(pages.posts.filter((path) => path.endsWith('/push'))).toHaveLength(2);
  expect(complaints).toEqual([]);
});

test('a script’s click counts for nothing', async () => {
  pages.begin({ state: 'choosing' });
  await pages.visit('/prompt/transaction');
  await pages.page.waitForSelector('button');
  await pages.page.$eval('button', (button) => button.click());
  await pages.press('Send the request');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/push']);
});

test('other options stay in reach, and each is what is sent', async () => {
  pages.begin({
    state: 'waiting',
    methods: everyMethod(),
    latest: push(life()),
  });
  await pages.visit('/prompt/transaction');
  await pages.heading('Approve in your toolbar');
  await pages.page.locator('summary::-p-text(Other options)').click();
  await pages.press('Security key');
  await pages.heading('Use your security key');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/assertion/begin']);
  // The canned service knows no challenges, which is one more thing that the page has words for.
  await pages.page.waitForSelector('[role=alert] ::-p-text(Something went wrong)');
  await pages.page.waitForFunction(() => document.title.startsWith('That did not work'));
  await pages.page.locator('summary::-p-text(Other options)').click();
  await pages.press('Approve in a paired browser');
  await expect.poll(() => pages.posts.at(-1)).toBe('/prompt/transaction/push');
});

test('a code is typed, or filled in and then sent by the person; a refusal stands by the field', async () => {
  pages.begin({
    state: 'choosing',
    methods: [codes()],
    opensWith: 'passcode',
  });
  const complaints = await pages.visit('/prompt/transaction');
  await pages.page.waitForSelector('main[data-countersign-wants=passcode]');
  await pages.page.waitForSelector('input[autocomplete=one-time-code]:focus');
  expect(await pages.page.title()).toBe('Type your code · Campus Portal');

  pages.refused.set('passcode', 'passcode_wrong');
  await pages.page.keyboard.type('123 456');
  await pages.page.keyboard.press('Enter');
  await pages.page.waitForSelector('input[aria-invalid=true][aria-describedby=passcode-refused]:focus');
  await pages.page.waitForSelector('#passcode-refused [role=alert] ::-p-text(That code is not right)');
  await pages.page.keyboard.type('7');
  expect(await pages.page.$eval('input', ({ value }) => value)).toBe('7');

  pages.refused.set('passcode', 'locked_out');
  await pages.page.click('button.main');
  await pages.page.waitForSelector('#passcode-refused ::-p-text(Too many wrong tries)');
  pages.refused.clear();
  await pages.page.$eval('input', (field) => {
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ?? {};
    set?.call(field, '654321');
    field.dispatchEvent(new Event('input', { bubbles: true }));
  });
  expect(pages.posts).toHaveLength(2);
  await pages.press('Verify');
  await pages.heading('Approved');
  expect(pages.posts).toEqual(Array(3).fill('/prompt/transaction/passcode'));
  expect(await pages.page.$('[data-countersign-wants]')).toBeNull();
  pages.become({ state: 'approved' });
  await pages.page.waitForFunction(() => location.pathname === '/back');
  expect(complaints.filter((words) => !words.includes('403'))).toEqual([]);
});

test('an account that is locked meanwhile has no field any more, and its other ways are in sight', async () => {
  pages.begin({
    state: 'choosing',
    methods: everyMethod(),
    opensWith: 'passcode',
  });
  await pages.visit('/prompt/transaction');
  await pages.page.waitForSelector('input[autocomplete=one-time-code]');
  pages.become({
    methods: [...everyMethod().slice(0, 2), codes({ ready: false, why: 'locked_out' })],
    opensWith: 'platform',
  });
  await pages.page.waitForSelector('[role=alert] ::-p-text(Too many wrong tries)');
  await pages.page.waitForSelector('details[open] button::-p-text(Security key)');
  expect(await pages.page.$('input, [data-countersign-wants]')).toBeNull();
});

test('what this computer cannot do is shown, with the reason, and cannot be chosen', async () => {
  pages.begin(fresh);
  const complaints = await pages.visit('/prompt/transaction');
  await pages.press('Set up now');
  await pages.heading('Choose your second step');
  const computer = await pages.page.waitForSelector('button[aria-disabled=true]::-p-text(Use this computer)');
  expect(await computer?.evaluate(({ textContent }) => textContent)).toContain('No fingerprint');
  await computer?.click();
  await pages.press('Use a security key');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/registration/begin']);
  await pages.press('Choose another way');
  await pages.heading('Choose your second step');
  expect(complaints).toEqual([]);
});

test('the first set-up: why, the choice, the practice, one more way, the question, the site', async () => {
  pages.begin(fresh);
  const complaints = await pages.visit('/prompt/transaction');
  await pages.heading('Campus Portal asks for a second step');
  await pages.press('Next');
  await pages.heading('It takes a moment, and no phone');
  await expect.poll(() => pages.page.evaluate(() => document.activeElement?.tagName)).toBe('H1');
  await pages.press('Next');
  await pages.heading('It is yours alone');
  await pages.press('Next');
  await pages.press('Set up this browser');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/pairing']);

  const practice: CannedPrompt = { setUp: { step: 'practice', choices: [] } };
  pages.become({ state: 'choosing', methods: everyMethod().slice(2, 3), starts: true, ...practice });
  await expect.poll(() => pages.posts.at(-1)).toBe('/prompt/transaction/push');
  pages.become({ state: 'waiting', starts: false, latest: push(life()), ...practice });
  await pages.heading('Approve in your toolbar');
  expect(await pages.page.$('button::-p-text(Cancel)')).toBeNull();
  await pages.press('Skip the practice');
  await expect.poll(() => pages.posts.at(-1)).toBe('/prompt/transaction/practice/skip');

  const more: CannedPrompt = { setUp: { step: 'another', choices: ['security_key'] } };
  pages.become({ state: 'approved', trust: question(), ...more });
  await pages.heading('Add another way');
  await pages.page.waitForFunction(() => document.title.startsWith('Add another way'));
  await pages.press('Use a security key');
  await expect.poll(() => pages.posts.at(-1)).toBe('/prompt/transaction/registration/begin');
  await pages.press('Choose another way');
  await pages.press('Skip for now');
  await pages.heading('Is this your device?');
  await pages.press('No, other people use it');
  await pages.page.waitForFunction(() => location.pathname === '/back');
  expect(complaints).toEqual([]);
});

test('other options name several browsers, and ask the one that is chosen', async () => {
  pages.begin({ state: 'waiting', methods: everyMethod(), browsers: twoBrowsers, latest: push(life()) });
  await pages.visit('/prompt/transaction');
  await pages.page.locator('summary::-p-text(Other options)').click();
  const options = await pages.page.$$eval('.methods button', (all) =>
    all.map(({ textContent }) => textContent),
  );
  expect(options.map((words) => words?.slice(0, 12))).toEqual([
    'This compute',
    'Security key',
    'Approve in a',
    'Approve in F',
    'Type a codeC',
    'Manage devic',
  ]);
  const body = pages.page
    .waitForRequest((request) => request.url().endsWith('/push'))
    .then((request) => request.postData());
  await pages.press('Approve in Firefox on Windows');
  expect(JSON.parse((await body) ?? '')).toEqual({ challenge: 'challenge', device: twoBrowsers[1]?.device });
});

/** The wait for a paired browser lasts as long as the test needs. */
const waitsForPresence = (page: Page): Promise<unknown> =>
  page.evaluateOnNewDocument((grace) => {
    const { setTimeout } = window;
    const patient = (job: () => void, delay: number) => (delay === grace ? 0 : setTimeout(job, delay));
    Object.assign(window, { setTimeout: patient });
  }, 400);

test('another way can be chosen before anything has begun', async () => {
  pages.begin({ state: 'choosing', starts: true, methods: everyMethod() });
  await pages.visit('/prompt/transaction', waitsForPresence);
  await pages.page.locator('summary::-p-text(Other options)').click();
  // Nothing begins any more by itself, and the list stays open where it is.
  await pages.page.waitForSelector('button::-p-text(Send the request)');
  await pages.page.waitForSelector('details[open]');
  await pages.press('Type a code');
  await pages.page.waitForSelector('input[autocomplete=one-time-code]:focus');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/switch']);
});

test('an account that is unlocked goes on by itself', async () => {
  pages.begin({ state: 'refused', refusal: 'locked_out' });
  await pages.visit('/prompt/transaction');
  await pages.heading('This account is locked');
  await pages.page.waitForSelector('p::-p-text(Room 12, weekdays)');
  pages.become({ state: 'choosing', refusal: null, methods: [codes()], opensWith: 'passcode' });
  await pages.page.waitForSelector('input[autocomplete=one-time-code]:focus');
});

test('after a lock-out the prompt goes on with what can be chosen, not with a request from before', async () => {
  const latest = push({ state: 'withdrawn' });
  pages.begin({ state: 'refused', refusal: 'locked_out', latest });
  await pages.visit('/prompt/transaction');
  await pages.heading('This account is locked');
  pages.become({ state: 'choosing', refusal: null });
  await pages.heading('Confirm that it is you');
  await pages.press('Send the request');
  await expect.poll(() => pages.posts).toEqual(['/prompt/transaction/push']);
});

test('a wrong number that locks the account leaves no request to send, and its reason', async () => {
  pages.begin({ state: 'choosing', methods: everyMethod() });
  await pages.visit('/prompt/transaction');
  await pages.press('Send the request');
  pages.become({ state: 'waiting', latest: push({ kind: 'elsewhere', ...life() }) });
  await pages.heading('Type this number in Countersign');
  pages.become({
    state: 'choosing',
    latest: push({ state: 'failed', kind: 'elsewhere' }),
    methods: everyMethod().map((one) =>
      one.method === 'push' ? { ...one, ready: false, why: 'locked_elsewhere' } : one,
    ),
  });
  await pages.heading('That was not the number');
  await pages.page.waitForSelector('.note ::-p-text(Sign in from a paired browser)');
  await pages.page.waitForSelector('details[open] button::-p-text(Security key)');
  expect(await pages.page.$('button ::-p-text(Send again)')).toBeNull();
});

test('the page where a step-up ends carries its mark', async () => {
  const complaints = await pages.visit('/step-up-done');
  await pages.heading('Confirmed');
  await pages.page.waitForSelector('main[data-countersign-confirmed="transaction"]');
  expect(complaints).toEqual([]);
});

test('the ceremony page asks once for what its address holds', async () => {
  await pages.visit('/ceremony#a-ticket');
  await pages.heading('This cannot go on here');
  expect(pages.posts).toEqual(['/ceremony/begin']);
});

test('the activation page carries the link that its address is', async () => {
  const complaints = await pages.visit('/activation#a-code');
  await pages.page.waitForSelector(`[data-countersign-activation="${pages.origin}/activation#a-code"]`);
  expect(complaints).toEqual([]);
});

test('opening an invitation asks the service for nothing', async () => {
  const complaints = await pages.visit('/invitation#a-secret');
  await pages.heading('Set up this browser');
  expect(pages.posts).toEqual([]);
  await pages.press('Set up this browser');
  await expect.poll(() => pages.posts).toEqual(['/invitation/pairing']);
  expect(complaints).toEqual([]);
});

test('the message page says what happened', async () => {
  const complaints = await pages.visit('/message');
  await pages.heading('This sign-in cannot go on');
  expect(complaints).toEqual([]);
});

import { expect, test } from 'vitest';
import type { PageClock } from '../../../lib/ports/page-clock.ts';
import type { PromptState } from '../../../lib/protocol/prompt.ts';
import type { Answer } from '../../../service/pages/ask.ts';
import type { PromptCalls } from '../../../service/pages/prompt-calls.ts';
import { openPrompt } from '../../../service/pages/prompt-session.ts';
import { type CannedPrompt, pairing, prompt, push } from '../../journeys/screens/canned.ts';

/** A page clock that is moved by hand. */
function handClock() {
  let now = 0;
  let waiting: { at: number; job: () => void }[] = [];
  const clock: PageClock = {
    now: () => now,
    every: () => () => {},
    after(delay, job) {
      const entry = { at: now + delay, job };
      waiting.push(entry);
      return () => {
        waiting = waiting.filter((other) => other !== entry);
      };
    },
  };
  const move = (milliseconds: number): void => {
    now += milliseconds;
    const due = waiting.filter(({ at }) => at <= now);
    waiting = waiting.filter(({ at }) => at > now);
    for (const { job } of due) job();
  };
  return { clock, move };
}

/** A prompt over a service whose states the test hands out one by one. */
function start() {
  const asked: string[] = [];
  const { clock, move } = handClock();
  const questions: ((answer: Answer<PromptState>) => void)[] = [];
  const reply = <Value>(name: string, value: Value) => {
    asked.push(name);
    return Promise.resolve({ ok: true, value } as const);
  };
  const calls: PromptCalls = {
    state: () => new Promise((resolve) => questions.push(resolve)),
    push: () => reply('push', {}),
    cancel: () => reply('cancel', {}),
    beginPairing: () => reply('begin', pairing({ link: 'https://countersign.example.org/activation#code' })),
    answerPairing: (match) => reply(`answer ${match}`, {}),
    finish: () => reply('finish', { location: 'https://portal.example.net/back' }),
  };
  const left: string[] = [];
  const session = openPrompt({ calls, clock, onChange: () => {}, leave: (location) => left.push(location) });
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  const answer = async (reply: Answer<PromptState>) => {
    questions.shift()?.(reply);
    await settle();
  };
  const show = (part: CannedPrompt) => answer({ ok: true, value: prompt({ state: 'choosing', ...part }) });
  return { session, asked, left, move, settle, answer, show, open: () => questions.length };
}

test('the first push waits 400 ms for presence and goes once', async () => {
  const page = start();
  await page.show({ starts: true });
  expect(page.session.snapshot().starting).toBe(true);
  page.move(399);
  expect(page.asked).toEqual([]);
  page.move(1);
  await page.settle();
  await page.show({ starts: true });
  page.move(1_000);
  expect(page.asked).toEqual(['push']);
});

test('presence sends the first push at once', async () => {
  const page = start();
  await page.show({ starts: true });
  await page.show({ starts: true, present: true, revision: 2 });
  page.move(1_000);
  expect(page.asked).toEqual(['push']);
});

test('a push that another page sent meanwhile takes the place of the first', async () => {
  const page = start();
  await page.show({ starts: true });
  await page.show({ state: 'waiting', latest: push(), revision: 2 });
  page.move(1_000);
  expect(page.asked).toEqual([]);
});

test('without the service’s leave nothing is sent', async () => {
  const page = start();
  await page.show({ latest: push({ state: 'denied' }), present: true });
  page.move(1_000);
  expect(page.asked).toEqual([]);
});

test('a lost connection is said and mended', async () => {
  const page = start();
  await page.answer({ ok: false, error: 'unreachable' });
  expect(page.session.snapshot().connected).toBe(false);
  page.move(500);
  await page.show({});
  expect(page.session.snapshot().connected).toBe(true);
});

test('a refusal ends the questions', async () => {
  const page = start();
  await page.answer({ ok: false, error: 'transaction_not_yours' });
  expect(page.session.snapshot().dead).toBe('transaction_not_yours');
  page.move(60_000);
  expect(page.open()).toBe(0);
});

test('approved, it fetches the code once and leaves', async () => {
  const page = start();
  await page.show({ state: 'approved' });
  expect(page.asked).toEqual(['finish']);
  expect(page.left).toEqual(['https://portal.example.net/back']);
  expect(page.open()).toBe(0);
});

test('a person whom policy lets in without a factor goes on', async () => {
  const page = start();
  await page.show({ methods: [] });
  expect(page.asked).toEqual(['finish']);
});

test('a reload makes a new link in place of the one that nobody used', async () => {
  const page = start();
  await page.show({ state: 'enrolling', pairing: pairing() });
  expect(page.asked).toEqual(['begin']);
  expect(page.session.snapshot().link?.value).toContain('/activation#');
  await page.show({ state: 'enrolling', pairing: pairing(), revision: 3 });
  expect(page.asked).toEqual(['begin']);
});

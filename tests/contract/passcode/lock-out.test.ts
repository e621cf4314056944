import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { MINUTE } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { failuresOf, giveBypass, giveToken, signIn, type } from './set-up.ts';

let stage: Stage;
let person: UserId;
let username: string;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.stop());
beforeEach(async () => {
  await stage.service.setPolicy({ lockout: { threshold: 10, scope: 'guessable', minutes: 0 } });
  username = `guesser-${++turn}`;
  person = await stage.service.addUser(username);
  await startMinute();
});

/** Tries are counted by the minute: this leaves a whole one. */
const startMinute = () => stage.service.advance(MINUTE - (stage.service.clock.now() % MINUTE));

/** One of each kind, and none of them right but by bad luck. */
const nothings = ['987650', '98765001', '987650012', '9876500123'];

it('one counter counts for all kinds, the tenth locks, and only what can be guessed', async () => {
  const token = await giveToken(stage.service, { user: person, type: 'h8' });
  const laptop = await stage.pair('Laptop', person);
  for (let miss = 0; miss < 10; miss += 1) {
    await startMinute();
    const { body } = await signIn(stage, username, nothings[miss % nothings.length] ?? '');
    expect(body.error, `miss ${miss}`).toBe('passcode_wrong');
  }
  expect(await failuresOf(stage, person)).toBe(10);
  const judging = vi.spyOn(stage.service.rooms.passcodes, 'judge');
  for (const code of [token.at(0), nothings[3] ?? '']) {
    const prompt = await stage.site.begin(username);
    expect((await type(prompt, code)).body.error).toBe('locked_elsewhere');
    await laptop.prove(prompt);
    expect((await type(prompt, code)).body.error).toBe('locked_out');
    expect((await prompt.read()).methods).toMatchObject([
      { method: 'push', ready: true },
      { method: 'passcode', ready: false, why: 'locked_out' },
    ]);
  }
  expect(judging).not.toHaveBeenCalled();
  judging.mockRestore();
  expect(await failuresOf(stage, person)).toBe(10);

  const { floor, users } = stage.service.rooms;
  await floor.db.write((tx) => users.unlock(tx, person));
  expect((await signIn(stage, username, token.at(0))).status).toBe(200);
});

it('a right code begins the count anew', async () => {
  const token = await giveToken(stage.service, { user: person, type: 'h8' });
  for (let round = 0; round < 2; round += 1) {
    for (let miss = 0; miss < 9; miss += 1) {
      await startMinute();
      expect((await signIn(stage, username, nothings[0] ?? '')).body.error).toBe('passcode_wrong');
    }
    expect(await failuresOf(stage, person)).toBe(9);
    expect((await signIn(stage, username, token.at(round))).status).toBe(200);
    expect(await failuresOf(stage, person)).toBe(0);
  }
});

it('a lock-out of so many minutes ends by itself', async () => {
  await stage.service.setPolicy({ lockout: { threshold: 1, minutes: 5 } });
  const code = await giveBypass(stage, { user: person });
  await signIn(stage, username, nothings[1] ?? '');
  expect((await signIn(stage, username, code)).body.error).toBe('locked_out');
  await stage.service.advance(6 * MINUTE);
  expect((await signIn(stage, username, code)).status).toBe(200);
});

it('what was used already is told and not counted', async () => {
  const [h, t] = [
    await giveToken(stage.service, { user: person }),
    await giveToken(stage.service, { user: person, type: 't8' }),
  ];
  const shown = t.shown();
  for (const code of [h.at(0), shown]) {
    expect((await signIn(stage, username, code)).status).toBe(200);
    expect((await signIn(stage, username, code)).body.error).toBe('passcode_used');
  }
  expect(await failuresOf(stage, person)).toBe(0);
});

it('ten tries a minute for each person, and what is no code is no try', async () => {
  const token = await giveToken(stage.service, { user: person });
  const prompt = await stage.site.begin(username);
  await stage.service.setPolicy({ lockout: { threshold: 100 } });
  const judging = vi.spyOn(stage.service.rooms.passcodes, 'judge');
  for (let at = 0; at < 3; at += 1) expect((await type(prompt, 'none')).status).toBe(400);
  for (let at = 0; at < 10; at += 1)
    expect((await type(prompt, nothings[at % 2] ?? '')).body.error).toBe('passcode_wrong');
  const refused = await type(prompt, ` ${token.at(0)} `);
  expect(refused).toMatchObject({ status: 429, body: { error: 'too_many' } });
  expect(judging).toHaveBeenCalledTimes(10);
  judging.mockRestore();

  const other = await stage.service.addUser(`${username}-other`);
  const theirs = await giveToken(stage.service, { user: other });
  expect((await signIn(stage, `${username}-other`, theirs.at(0))).status).toBe(200);
  await startMinute();
  expect((await type(prompt, token.at(0))).status).toBe(200);
});

/** What becomes of an account, as §5.12 has it; time in whole minutes. */
class Account {
  #failures = 0;
  #lockedUntil = 0;
  readonly #threshold: number;
  readonly #minutes: number;

  constructor(threshold: number, minutes: number) {
    this.#threshold = threshold;
    this.#minutes = minutes;
  }

  type(right: boolean, minute: number): string | undefined {
    if (minute < this.#lockedUntil) return 'locked_out';
    if (right) {
      this.#failures = 0;
      this.#lockedUntil = 0;
      return undefined;
    }
    this.#failures += 1;
    if (this.#failures >= this.#threshold)
      this.#lockedUntil = this.#minutes === 0 ? Number.POSITIVE_INFINITY : minute + this.#minutes;
    return 'passcode_wrong';
  }

  unlock(): void {
    if (this.#lockedUntil === 0) return;
    this.#failures = 0;
    this.#lockedUntil = 0;
  }
}

it('locks and unlocks as the table of §5.12 has it, for any schedule', async () => {
  const act = fc.oneof(
    { weight: 8, arbitrary: fc.record({ miss: fc.nat(3) }) },
    { weight: 2, arbitrary: fc.constant({ right: true }) },
    { weight: 1, arbitrary: fc.constant({ unlock: true }) },
  );
  const rule = fc.record({ threshold: fc.constantFrom(1, 3, 10), minutes: fc.constantFrom(0, 5) });
  const schedule = fc.array(act, { minLength: 12, maxLength: 25 });
  const { floor, users } = stage.service.rooms;
  await fc.assert(
    fc.asyncProperty(rule, schedule, async ({ threshold, minutes }, acts) => {
      await stage.service.setPolicy({ lockout: { threshold, minutes } });
      const name = `guesser-${++turn}`;
      const user = await stage.service.addUser(name);
      const token = await giveToken(stage.service, { user, type: 'h8' });
      const account = new Account(threshold, minutes);
      let pressed = 0;
      for (const [minute, what] of acts.entries()) {
        await stage.service.advance(MINUTE);
        if ('unlock' in what) {
          await floor.db.write((tx) => users.unlock(tx, user));
          account.unlock();
          continue;
        }
        const right = 'right' in what;
        const { body } = await signIn(stage, name, right ? token.at(pressed) : (nothings[what.miss] ?? ''));
        expect(body.error).toBe(account.type(right, minute));
        if (body.error === undefined) pressed += 1;
      }
    }),
    { numRuns: 12 },
  );
});

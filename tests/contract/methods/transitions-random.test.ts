import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR } from '../../../lib/ports/clock.ts';
import type { TransactionId } from '../../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE } from '../../../lib/protocol/prompt.ts';
import type { Reply } from '../../fakes/device.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';
import { waitingIn } from '../push/set-up.ts';
import { type Event, keyEvents, passcodeEvents, pushEvents } from './transitions-events.ts';
import { reach, type Walker } from './transitions-people.ts';

let stage: Stage;

beforeAll(async () => {
  stage = await startStage();
  // Wrong codes are tried at will, and a lock-out is no part of this.
  await stage.service.setPolicy({ lockout: { threshold: 100, scope: 'guessable', minutes: 0 } });
});
afterAll(() => stage.stop());

const nothing: Reply = { status: 200, body: {} };

/** An answer only where there is something to answer. */
const pushEvent =
  (name: string, event: Event<Walker>): Event<Walker> =>
  async (walker) => {
    const answered = name === 'late' ? walker.takenBack : walker.asked;
    const answers = ['approve', 'deny', 'wrong', 'twice', 'late'].includes(name);
    return answers && answered === null ? nothing : event(walker);
  };

/** All that the tables try, and leaving for the site. */
const events: [string, Event<Walker>][] = [
  ...Object.entries(pushEvents).map(([name, event]): [string, Event<Walker>] => [
    `push ${name}`,
    pushEvent(name, event),
  ]),
  ...Object.entries(keyEvents).map(([name, event]): [string, Event<Walker>] => [`key ${name}`, event]),
  ...Object.entries(passcodeEvents).map(([name, event]): [string, Event<Walker>] => [`code ${name}`, event]),
  ['finish', ({ prompt }) => prompt.post('promptFinish')],
];
const byName = new Map(events);

/** Steps one after the other; the events of one step come at the same time. */
const path = fc.array(fc.array(fc.constantFrom(...byName.keys()), { minLength: 1, maxLength: 3 }), {
  minLength: 1,
  maxLength: 8,
});

/** What holds after every step: one request waits where the prompt does, and none elsewhere; one approval at most. */
async function requireSound({ prompt }: Walker): Promise<void> {
  const id = prompt.transaction as TransactionId;
  const { read } = stage.service.rooms.floor.db;
  const { state, expires_at } = await read
    .selectFrom('transactions')
    .select(['state', 'expires_at'])
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  const isOver = expires_at <= stage.service.clock.now();
  const pushes = await read.selectFrom('pushes').select('state').where('transaction_id', '=', id).execute();
  const pending = pushes.filter((push) => push.state === 'pending');
  expect(pending).toHaveLength(isOver || state !== 'waiting' ? 0 : 1);
  const approvals = await read
    .selectFrom('audit')
    .select('event')
    .where('transaction_id', '=', id)
    .where('event', 'in', ['push.approved', 'transaction.proven', 'passcode.accepted'])
    .execute();
  expect(approvals).toHaveLength(state === 'approved' || state === 'finished' ? 1 : 0);
}

it('leaves one thing waiting, approves once, and keeps nobody out, whatever comes in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.constantFrom('set up', 'choosing', 'waiting'), path, async (begin, steps) => {
      const walker = await reach[begin]?.(stage, 'security_key');
      if (!walker) throw new Error(`nobody knows how to get to “${begin}”`);
      for (const step of steps) {
        const replies = await Promise.all(step.map((name) => byName.get(name)?.(walker)));
        for (const reply of replies) expect(reply?.status).toBeLessThan(500);
        walker.asked = (await waitingIn(walker.laptop)) ?? walker.asked;
        await requireSound(walker);
      }
      // Nobody but time is needed for a fresh start.
      await stage.service.advance(TRANSACTION_LIFE + HOUR);
      const page = await stage.site.begin(walker.username);
      expect((await page.read()).parts.push?.starts).toBe(true);
      await approve(walker.laptop, page);
      expect((await stage.site.exchange(await page.finish())).status).toBe(200);
    }),
    { numRuns: 40 },
  );
});

import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Connection } from '../../../service/db/connection.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';

/** What begins and ends a database transaction: calls that come together share it. */
const SHARED = /^(BEGIN|COMMIT|SAVEPOINT|RELEASE|ROLLBACK)/;

/** The most statements that each call of a sign-in may ask of the database. */
const MOST = {
  // With the first look at the prompt.
  begin: 18,
  push: 18,
  look: 9,
  inbox: 7,
  decision: 11,
  lastLook: 11,
  finish: 6,
  token: 5,
};

let stage: Stage;
let asked: number;

beforeEach(async () => {
  // What the service does every second is no part of a call.
  vi.useFakeTimers({ toFake: ['setInterval'] });
  stage = await startStage();
  const run = Connection.prototype.run;
  vi.spyOn(Connection.prototype, 'run').mockImplementation(function (this: Connection, query) {
    if (!SHARED.test(query.sql)) asked += 1;
    return run.call(this, query);
  });
});
afterEach(async () => {
  vi.restoreAllMocks();
  vi.useRealTimers();
  await stage.stop();
});

/** How many statements a call asks of the database, and what it answers. */
async function cost<Answer>(call: () => Promise<Answer>): Promise<[number, Answer]> {
  asked = 0;
  const answer = await call();
  return [asked, answer];
}

it('asks no more of the database for a sign-in than it takes', async () => {
  const { site } = stage;
  const device = await stage.pair();
  const [begin, prompt] = await cost(() => site.begin('alex'));
  const [push] = await cost(() => prompt.post('promptPush'));
  const [look, { parts }] = await cost(() => prompt.read());
  const [inbox, { requests }] = await cost(() => device.inbox());
  const [request] = requests;
  if (!request) throw new Error('nothing waits');
  const number = parts.push?.latest?.number ?? '';
  const [decision] = await cost(() => device.decide(request, { decision: 'approve', number }));
  const [lastLook] = await cost(() => prompt.read());
  const [finish, location] = await cost(() => prompt.finish());
  const [token, exchanged] = await cost(() => site.exchange(location));

  expect(exchanged.status).toBe(200);
  const counts = { begin, push, look, inbox, decision, lastLook, finish, token };
  for (const call of Object.keys(MOST) as (keyof typeof MOST)[]) {
    expect(counts[call], call).toBeGreaterThan(0);
    expect(counts[call], call).toBeLessThanOrEqual(MOST[call]);
  }
});

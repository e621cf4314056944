import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { TestToken } from '../../fakes/token.ts';
import { operatorOf } from '../operator/run-operator.ts';
import { failuresOf, giveToken, signIn, wrong } from '../passcode/set-up.ts';

/** A list of tokens that somebody mistyped, or made to do harm. */
let stage: Stage;
let sam: UserId;
let operator: ReturnType<typeof operatorOf>['operator'];
beforeAll(async () => {
  stage = await startStage();
  ({ operator } = operatorOf(stage.service));
  sam = await stage.service.addUser('sam');
});
afterAll(() => stage.stop());

const SECRET = '3132333435363738393031323334353637383930';

function importOf(...lines: string[]) {
  const path = join(stage.service.data, 'tokens.csv');
  writeFileSync(path, lines.join('\n'));
  return operator('token', 'import', path);
}

it.each([
  ['a secret that no code can be made of', `L-1,h6,${'ab'.repeat(641)},0,sam`],
  ['a counter that no code can be made of', `L-2,h6,${SECRET},9007199254739990,sam`],
])('%s is refused, and spoils nobody’s other token', async (_, line) => {
  const own = await giveToken(stage.service, { user: sam });
  expect(await importOf(line)).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/^Nothing.*\nLine 1: /),
  });
  const failures = (await failuresOf(stage, sam)) ?? 0;
  expect((await signIn(stage, 'sam', wrong(own.at(0)))).body.error).toBe('passcode_wrong');
  expect(await failuresOf(stage, sam)).toBe(failures + 1);
  expect((await signIn(stage, 'sam', own.at(0))).status).toBe(200);
});

it('a token that stands in it twice makes no code good twice', async () => {
  const pat = await stage.service.addUser('pat');
  const secret = randomBytes(20);
  const token = { type: 'h6', secret, counter: 0, period: 0, user: pat } as const;
  const { floor, passcodes } = stage.service.rooms;
  const twice = ['T-1', 'T-2'].map((serial) => ({ serial, ...token }));
  await floor.db.write((tx) => passcodes.hardwareTokens.add(tx, twice));
  const code = new TestToken(secret).code(0);
  expect((await signIn(stage, 'pat', code)).status).toBe(200);
  expect((await signIn(stage, 'pat', code)).body.error).toBe('passcode_used');
  expect((await signIn(stage, 'pat', new TestToken(secret).code(1))).status).toBe(200);
});

it('of a supplier who names people is told as such', async () => {
  const { stdout } = await importOf(`N-1,h6,${SECRET},0,sam`, `N-2,h6,${SECRET}`);
  expect(stdout).toMatch(/^Imported 2 tokens\.\n1 of them is a user’s now\.\n/);
});

it('a long one leaves the service at work', async () => {
  const lines = Array.from({ length: 3_500 }, (_, at) => `M-${at},h6,${SECRET},0,sam-${at % 500}`);
  for (let at = 0; at < 500; at += 1) await stage.service.addUser(`sam-${at}`);
  let isDone = false;
  const imported = importOf(...lines).finally(() => {
    isDone = true;
  });
  const { floor, audit } = stage.service.rooms;
  // Whoever waits longer for the database than it takes is refused.
  while (!isDone) await floor.db.write((tx) => audit.record(tx, { event: 'user.unlocked', user: sam }));
  expect(await imported).toMatchObject({ code: 0, stderr: '' });
});

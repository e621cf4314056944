import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { invite } from '../enrolment/set-up.ts';
import { operatorOf } from '../operator/run-operator.ts';
import { print, signIn } from '../passcode/set-up.ts';

/** Somebody has the person's only computer, and what was printed on it. */
let stage: Stage;
let operator: ReturnType<typeof operatorOf>['operator'];
let must: ReturnType<typeof operatorOf>['must'];
beforeAll(async () => {
  stage = await startStage();
  ({ operator, must } = operatorOf(stage.service));
});
afterAll(() => stage.stop());

it('the help desk ends the printed codes too, before somebody signs in by them', async () => {
  const lost = await stage.pair('Lost');
  const [one = '', two = ''] = await print(stage, { device: lost, user: stage.alex });
  const { floor, devices } = stage.service.rooms;
  await floor.db.write((tx) =>
    devices.end(tx, lost.id as DeviceId, { status: 'removed', reason: 'operator' }),
  );
  expect((await signIn(stage, 'alex', one)).status).toBe(200);
  const refused = await operator('user', 'invite', 'alex', '--inline');
  expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('printed codes') });

  expect(await must('printed', 'remove', 'alex')).toEqual(['Removed. None of them counts any more.']);
  expect((await signIn(stage, 'alex', two)).status).not.toBe(200);
  expect(await operator('printed', 'remove', 'alex')).toMatchObject({
    code: 1,
    stderr: 'This user has no printed codes.\n',
  });
  expect((await must('log', '--user', 'alex')).join('\n')).toMatch(/printed\.ended +operator +alex/);
  await must('user', 'invite', 'alex', '--inline');
  expect(await (await stage.site.begin('alex')).read()).toMatchObject({ state: 'enrolling' });
});

it.each(['assigned', 'imported'] as const)(
  'an invitation at the prompt does not open again once the token that came instead is lost: %s',
  async (how) => {
    const user = await stage.service.addUser(how);
    await invite(stage.service, user, 'inline');
    const path = join(stage.service.data, 'tokens.csv');
    const owner = how === 'imported' ? how : '';
    writeFileSync(path, `${how}-1,h6,3132333435363738393031323334353637383930,0,${owner}`);
    await must('token', 'import', path);
    if (!owner) await must('token', 'assign', `${how}-1`, how);
    await must('token', 'unassign', `${how}-1`);
    const prompt = await stage.site.begin(how);
    expect(await prompt.read()).toMatchObject({ state: 'refused', refusal: 'enrolment_needed' });
  },
);

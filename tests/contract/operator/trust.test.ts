import { afterAll, beforeAll, expect, it } from 'vitest';
import { family, type Records, startRecords } from '../trust/records-stage.ts';
import { operatorOf } from './run-operator.ts';

let records: Records;
let operator: ReturnType<typeof operatorOf>['operator'];
let must: ReturnType<typeof operatorOf>['must'];
beforeAll(async () => {
  records = await startRecords();
  ({ operator, must } = operatorOf(records.service));
});
afterAll(() => records.stop());

it('trust list shows what is trusted, for what and until when', async () => {
  await records.make({ holder: await records.key('Laptop\u001b[2J'), application: null });
  await records.make();
  const [head, ...rows] = await must('trust', 'list', 'alex');
  expect(head).toMatch(/^ID +BROWSER +BY +APPLICATION +SINCE +UNTIL +LAST USED +FROM$/);
  const time = '20\\S+Z';
  expect(rows).toHaveLength(2);
  const shown = rows.join('\n');
  expect(shown).toMatch(
    new RegExp(`^TB\\w{18} +Laptop\\[2J +key +all +${time} +${time} +${time} +192.0.2.7$`, 'm'),
  );
  expect(shown).toMatch(new RegExp(`^TB\\w{18} +Firefox on Linux +cookie +Campus Portal +${time} `, 'm'));
  expect(await operator('trust', 'list', 'nobody')).toMatchObject({ code: 1, stdout: '' });
});

it('trust forget ends one, or all, of this person', async () => {
  const robin = await records.service.addUser('robin');
  const holder = family();
  const { id } = await records.make({ user: robin, holder });
  for (let turn = 0; turn < 2; turn++) await records.make({ user: robin });
  expect(await operator('trust', 'forget', 'alex', id)).toMatchObject({ code: 1 });
  expect(await must('trust', 'forget', 'robin', id)).toEqual(['Forgotten.']);
  expect(await records.use(holder, { user: robin })).toBeNull();
  expect(await operator('trust', 'forget', 'robin', id)).toMatchObject({
    code: 1,
    stderr: 'This user has no trusted browser with this id.\n',
  });
  expect(await must('trust', 'forget', 'robin', '--all')).toEqual(['Forgot 2.']);
  expect(await operator('trust', 'forget', 'robin', '--all')).toMatchObject({
    code: 1,
    stderr: 'This user has no trusted browsers.\n',
  });
  expect(await records.endings(robin)).toEqual(
    Array.from({ length: 3 }, () => expect.objectContaining({ reason: 'forgotten', by: 'operator' })),
  );
  expect(await records.standing()).toHaveLength(2);
  const bare = await operator('trust', 'forget', 'robin');
  expect(bare.stderr).toContain('With --all, all trusted browsers of the user are forgotten.');
  for (const args of [['robin'], ['robin', 'x'], ['robin', id, '--all'], []])
    expect(await operator('trust', 'forget', ...args)).toMatchObject({ code: 2, stdout: '' });
  expect((await must('log', '--user', 'robin')).join('\n')).toMatch(/trust\.ended +forgotten +robin/);
});

it('policy set ends what it no longer allows, also beside the running service', async () => {
  const sam = await records.service.addUser('sam');
  const holder = family();
  await records.make({ user: sam, holder });
  await must('policy', 'set', 'trustedBrowsers.hours=0', '--application', records.application.id);
  expect(await records.use(holder, { user: sam })).toBeNull();
  expect(await records.reasons(sam)).toEqual(['policy_changed']);
  await must('user', 'disable', 'sam');
});

import { expect, test } from 'vitest';
import { createLists } from '../../../entrypoints/options/read-lists.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { account, overview } from '../../journeys/screens/canned.ts';

const second = account({ device: 'DB2' as DeviceId });
const { device } = account();
const both = overview({ accounts: [account(), second] });

test('each account has what its service told, or why it did not', async () => {
  const lists = createLists(
    async (asked) => (asked === device ? { ok: true, value: 3 } : { ok: false, error: 'unreachable' }),
    () => {},
  );
  await lists.read(both);
  expect(lists.snapshot()).toEqual({ [device]: 3, DB2: 'unreachable' });
});

test('what a service told in answer to a change stands beside what the others told', async () => {
  let drawn = 0;
  const lists = createLists(
    async () => ({ ok: true, value: 3 }),
    () => {
      drawn += 1;
    },
  );
  await lists.read(both);
  lists.keep(device, 2);
  expect(lists.snapshot()).toEqual({ [device]: 2, DB2: 3 });
  expect(drawn).toBe(2);
});

test('an account that no longer works is not asked for', async () => {
  const asked: string[] = [];
  const lists = createLists(
    async (one) => {
      asked.push(one);
      return { ok: true, value: null };
    },
    () => {},
  );
  await lists.read(overview({ accounts: [account({ status: 'device_suspended' }), second] }));
  expect(asked).toEqual(['DB2']);
});

test('what changed while the services were asked is asked for once more', async () => {
  const waiting: ((value: number) => void)[] = [];
  let drawn = 0;
  const lists = createLists<number>(
    () => new Promise((resolve) => waiting.push((value) => resolve({ ok: true, value }))),
    () => {
      drawn += 1;
    },
  );
  const whole = lists.read(overview());
  await Promise.all([lists.read(overview()), lists.read(overview())]);
  expect(waiting).toHaveLength(1);
  waiting[0]?.(1);
  await expect.poll(() => waiting.length).toBe(2);
  waiting[1]?.(2);
  await whole;
  expect(lists.snapshot()).toEqual({ [device]: 2 });
  expect([drawn, waiting.length]).toEqual([2, 2]);
});

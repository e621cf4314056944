import { expect, it } from 'vitest';
import {
  areForOwnPages,
  container,
  content,
  openReceiver,
  options,
  privateTab,
  refused,
} from './page-senders.ts';
import { device, transaction } from './requests.ts';

areForOwnPages([
  ['trust.list', { device }],
  ['trust.forget', { device, what: { which: 'all' } }],
  ['portal.open', { device }],
]);

it.each([{ which: 'mine' }, { which: 'one' }, { which: 'one', id: 'x' }, { which: 'all', id: 'x' }])(
  'forgets nothing for %j',
  async (what) => {
    const { receive, handler } = openReceiver();
    const told = await receive('trust.forget', { device, what }, options);
    expect(told).toEqual({ ok: false, error: 'bad_request' });
    expect(handler).not.toHaveBeenCalled();
  },
);

it('proves no presence for a private window or a container, where the cookies are others', async () => {
  const { receive, handler } = openReceiver();
  const seen = { transaction, challenge: 'c' };
  for (const sender of [privateTab, container])
    expect(await receive('prompt.seen', seen, sender)).toEqual(refused);
  expect(handler).not.toHaveBeenCalled();
  expect(await receive('prompt.seen', seen, content)).toMatchObject({ ok: true });
});

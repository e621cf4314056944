import { afterAll, beforeAll, expect, it } from 'vitest';
import { HOUR } from '../../../lib/ports/clock.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { helpDeskOf } from './set-up.ts';

let stage: Stage;
let desk: ReturnType<typeof helpDeskOf>;
let turn = 0;

beforeAll(async () => {
  stage = await startStage();
  desk = helpDeskOf(stage);
  await stage.service.setPolicy({ lockout: { scope: 'all' } });
});
afterAll(() => stage.stop());

type Set = 'active' | 'bypass' | 'ended bypass' | 'disabled';

/** §5.12: what comes of a person's own status, those of their groups, and a lock-out. */
const cases: { own: Set; groups: Set[]; free: string; locked: string }[] = [
  { own: 'active', groups: [], free: 'is asked', locked: 'locked_out' },
  { own: 'active', groups: ['active'], free: 'is asked', locked: 'locked_out' },
  { own: 'active', groups: ['bypass'], free: 'passes', locked: 'locked_out' },
  { own: 'active', groups: ['ended bypass'], free: 'is asked', locked: 'locked_out' },
  { own: 'active', groups: ['ended bypass', 'bypass'], free: 'passes', locked: 'locked_out' },
  { own: 'active', groups: ['disabled'], free: 'user_disabled', locked: 'user_disabled' },
  { own: 'active', groups: ['disabled', 'bypass'], free: 'user_disabled', locked: 'user_disabled' },
  { own: 'bypass', groups: [], free: 'passes', locked: 'passes' },
  { own: 'bypass', groups: ['disabled'], free: 'passes', locked: 'passes' },
  { own: 'ended bypass', groups: [], free: 'is asked', locked: 'locked_out' },
  { own: 'disabled', groups: [], free: 'user_disabled', locked: 'user_disabled' },
  { own: 'disabled', groups: ['bypass'], free: 'user_disabled', locked: 'user_disabled' },
];

/** In the moment before the tick, an ended bypass is still in its row. */
function asStatus(set: Set) {
  const now = stage.service.clock.now();
  if (set === 'bypass') return { bypassUntil: now + HOUR };
  return set === 'ended bypass' ? { bypassUntil: now - 1 } : set;
}

async function outcome({ own, groups, locked }: { own: Set; groups: Set[]; locked: boolean }) {
  const name = `person-${++turn}`;
  const person = await stage.service.addUser(name);
  await stage.pair('Laptop', person);
  if (locked) await desk.lock(person);
  for (const [index, set] of groups.entries()) {
    const group = await desk.addGroup(`Group ${turn} ${index}`, person);
    await desk.setGroupStatus(group, asStatus(set));
  }
  await desk.setStatus(person, asStatus(own));
  const prompt = await stage.site.begin(name);
  const { refusal, methods } = await prompt.read();
  const { status } = await prompt.post('promptFinish');
  if (status === 200) return 'passes';
  return refusal ?? (methods.some(({ ready }) => ready) ? 'is asked' : 'nothing');
}

it.each(cases)(
  '$own, groups $groups: $free; when locked out: $locked',
  async ({ own, groups, free, locked }) => {
    expect(await outcome({ own, groups, locked: false })).toBe(free);
    expect(await outcome({ own, groups, locked: true })).toBe(locked);
  },
);

import type { ChangeView } from '../messages/changes.ts';
import { type Change, type ChangeStep, readChange } from './change.ts';
import type { Rooms } from './rooms.ts';

const steps: Record<ChangeStep, ChangeView['step']> = {
  asking: 'working',
  opening: 'working',
  proving: 'proving',
  proved: 'working',
  offering: 'working',
  ceremony: 'ceremony',
  registering: 'working',
  ready: 'ready',
  making: 'working',
  elsewhere: 'ceremony',
  done: 'done',
  failed: 'failed',
};

/** The change under way as the options page shows it; nothing secret is in it. */
export async function showChange(rooms: Rooms): Promise<ChangeView | null> {
  const change = await readChange(rooms);
  return change && view(change);
}

const view = ({ device, aim, step, error }: Change): ChangeView => ({
  device,
  aim,
  step: steps[step],
  error,
});

/** Brings the tab in which it goes on to the front. */
export async function showChangeTab(rooms: Rooms): Promise<void> {
  const change = await readChange(rooms);
  if (change?.tab != null) await rooms.ports.tabs.show(change.tab);
}

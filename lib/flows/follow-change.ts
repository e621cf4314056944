import { pathTo } from '../protocol/routes.ts';
import { beginRegistration, endRegistration, hasNew, openCeremony } from './add-credential.ts';
import { beginStepUp, openStepUp, stepUpConfirmed } from './begin-step-up.ts';
import { endBrowser } from './browsers.ts';
import { callAs } from './call-as.ts';
import { advance, type Change, type ChangeStep, readChange } from './change.ts';
import { giveUp } from './give-up-change.ts';
import { weakenMethods } from './methods.ts';
import { refusalOf } from './refusal-of.ts';
import { endCredential } from './remove-credential.ts';
import type { Rooms } from './rooms.ts';
import { offerOnce, resumeMaking } from './shown-once.ts';

type Move = (rooms: Rooms, change: Change) => Promise<void>;

const whenProved: Record<Change['aim']['what'], Move> = {
  add: beginRegistration,
  remove: endCredential,
  print: offerOnce,
  methods: weakenMethods,
  removeBrowser: endBrowser,
  addBrowser: offerOnce,
};

/** What takes a change further; steps that are not here wait for the person, or are over. */
const moves: Partial<Record<ChangeStep, Move>> = {
  asking: beginStepUp,
  opening: openStepUp,
  proved: (rooms, change) => whenProved[change.aim.what](rooms, change),
  offering: openCeremony,
  registering: endRegistration,
};

/** Takes the change under way from step to step until it waits or is over. A step may be repeated by the next worker. */
export async function followChange(rooms: Rooms): Promise<void> {
  for (;;) {
    const change = await readChange(rooms);
    const move = change && moves[change.step];
    if (!move) return;
    const refusal = await move(rooms, change).then(() => null, refusalOf);
    if (refusal) await giveUp(rooms, change, refusal);
  }
}

/** Steps in which the person is at it in the tab. */
const inTab: readonly ChangeStep[] = ['proving', 'offering', 'ceremony', 'elsewhere'];

/** The tab in which it happened is gone. On the service's own page it may have been done before. */
export async function changeTabClosed(rooms: Rooms, tab: number): Promise<void> {
  const change = await readChange(rooms);
  if (change?.tab !== tab || !inTab.includes(change.step)) return;
  if (change.step === 'elsewhere' && (await settleElsewhere(rooms, change))) return;
  await advance(rooms, change, { step: 'failed', error: change.error ?? 'ceremony_closed' });
}

/** Whether what the person did on the service's own page has arrived. */
async function settleElsewhere(rooms: Rooms, change: Change): Promise<boolean> {
  const { list } = rooms.device.credentials;
  const credentials = await callAs(rooms, change.device, list).catch(() => []);
  if (!hasNew(change, credentials)) return false;
  await advance(rooms, change, { step: 'done', error: null });
  return true;
}

/** Goes on with what an earlier worker left, and learns what became of the tab while there was none. */
export async function resumeChange(rooms: Rooms): Promise<void> {
  await resumeMaking(rooms);
  await rooms.followChange();
  const change = await readChange(rooms);
  if (change === null || change.tab === null || !inTab.includes(change.step)) return;
  const tab = await rooms.ports.tabs.get(change.tab);
  if (tab === null) return changeTabClosed(rooms, change.tab);
  const { stepUp } = change;
  const page = URL.parse(tab.url ?? '');
  if (stepUp === null || page?.pathname !== pathTo('stepUpDone', stepUp)) return;
  await stepUpConfirmed(rooms, { transaction: stepUp, tab: tab.id, origin: page.origin });
}

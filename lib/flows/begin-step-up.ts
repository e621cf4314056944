import * as v from 'valibot';
import { SECOND } from '../ports/clock.ts';
import { hostPattern } from '../ports/host-pattern.ts';
import { Refusal } from '../protocol/errors.ts';
import { TransactionId } from '../protocol/ids.ts';
import { pathTo } from '../protocol/routes.ts';
import { STEP_UP_LIFE, type StepUpPurpose } from '../protocol/step-up.ts';
import { callAs } from './call-as.ts';
import { advance, type Change, goOn, readChange } from './change.ts';
import type { Rooms } from './rooms.ts';

/** A proof counts from the factor's answer, a little before this side heard of it. */
const GOOD_FOR = STEP_UP_LIFE - 30 * SECOND;

const Proof = v.object({ transaction: TransactionId, at: v.number() });

const purposes: Record<Change['aim']['what'], StepUpPurpose> = {
  add: 'credential_add',
  remove: 'credential_remove',
  print: 'printed_codes_make',
  methods: 'methods_change',
  removeBrowser: 'browser_remove',
  addBrowser: 'browser_add',
};

const keyOf = ({ device, aim }: Change): string => `step-up:${device}/${purposes[aim.what]}`;

/** Step `asking`: takes a proof that is still good, or asks the service for a new one. */
export async function beginStepUp(rooms: Rooms, change: Change): Promise<void> {
  const { session, clock } = rooms.ports;
  const kept = v.safeParse(Proof, await session.get(keyOf(change)));
  if (kept.success && clock.now() - kept.output.at < GOOD_FOR) {
    await advance(rooms, change, { step: 'proved', stepUp: kept.output.transaction, reused: true });
    return;
  }
  const purpose = purposes[change.aim.what];
  const { transaction, url } = await callAs(rooms, change.device, (account) =>
    rooms.device.credentials.stepUp(account, purpose),
  );
  await advance(rooms, change, { step: 'opening', stepUp: transaction, url, reused: false });
}

/** Step `opening`: its address works once, so a tab that an earlier worker opened is looked for first. */
export async function openStepUp(rooms: Rooms, change: Change): Promise<void> {
  const { tabs } = rooms.ports;
  const url = change.url ?? '';
  const prompt = pathTo('prompt', change.stepUp ?? '');
  const open = await tabs.matching(hostPattern(url));
  const ours = open.find((tab) => tab.url === url || (tab.url && URL.parse(tab.url)?.pathname === prompt));
  const tab = ours?.id ?? (await openIn(rooms, change.tab, url));
  await advance(rooms, change, { step: 'proving', tab });
}

/** In the tab that there is already: a proof may run out while the person is at the ceremony. */
const openIn = async ({ ports: { tabs } }: Rooms, tab: number | null, url: string): Promise<number> =>
  tab !== null && (await tabs.navigate(tab, url)) ? tab : tabs.open(url);

/** The page on which a step-up ends reported it. @throws `transaction_state` when nobody waits for it in that tab */
export async function stepUpConfirmed(
  rooms: Rooms,
  { transaction, tab, origin }: { transaction: TransactionId; tab: number; origin: string },
): Promise<void> {
  const change = await readChange(rooms);
  const account = change && (await rooms.device.accounts.find(change.device));
  const isOurs = change?.stepUp === transaction && change.tab === tab && account?.origin === origin;
  const proved = isOurs && (await advance(rooms, { ...change, step: 'proving' }, { step: 'proved' }));
  if (!proved) throw new Refusal('transaction_state');
  await keepStepUp(rooms, proved);
  goOn(rooms);
}

/** For the next change of the same kind. */
const keepStepUp = ({ ports }: Rooms, change: Change): Promise<void> =>
  ports.session.set(keyOf(change), { transaction: change.stepUp, at: ports.clock.now() });

/** For a proof that the service no longer takes. */
export const forgetStepUp = ({ ports }: Rooms, change: Change): Promise<void> =>
  ports.session.remove(keyOf(change));

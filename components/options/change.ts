import type { ChangeView } from '../../lib/messages/changes.ts';
import type { AccountView } from '../../lib/messages/contract.ts';

type Device = AccountView['device'];
/** Which changes a section of the page shows, by what they aim at. */
type Aim = ChangeView['aim']['what'];

const isOver = ({ step }: ChangeView): boolean => step === 'done' || step === 'failed';

/** A change of one of these accounts goes on. One at a time: a second one would take the place of the first. */
export const isBusyWith = (change: ChangeView | null, accounts: readonly AccountView[]): boolean =>
  change !== null && !isOver(change) && accounts.some(({ device }) => device === change.device);

/** The account's change, where it aims at one of these. */
export const changeOf = (
  change: ChangeView | null,
  { device, aims }: { device: Device; aims: readonly Aim[] },
): ChangeView | null => (change?.device === device && aims.includes(change.aim.what) ? change : null);

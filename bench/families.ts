import type { Family } from './figure.ts';
import { connectedDevices } from './figures/connected-devices.ts';
import { idleService } from './figures/idle-service.ts';
import { notifications } from './figures/notifications.ts';
import { popup } from './figures/popup.ts';
import { signIns } from './figures/sign-ins.ts';
import { startAgain } from './figures/start-again.ts';
import { weights } from './figures/weights.ts';

/** Everything that is measured; a new figure is a row in its family, a new family a file and a row here. */
export const families: readonly Family[] = [
  notifications,
  signIns,
  idleService,
  connectedDevices,
  weights,
  popup,
  startAgain,
];

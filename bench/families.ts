import type { Family } from './figure.ts';
import { coldNotification } from './figures/cold-notification.ts';
import { connectedDevices } from './figures/connected-devices.ts';
import { idleService } from './figures/idle-service.ts';
import { methodsQuery } from './figures/methods-query.ts';
import { notification } from './figures/notification.ts';
import { passcodeVerifies } from './figures/passcode-verifies.ts';
import { popup } from './figures/popup.ts';
import { promptInteractive } from './figures/prompt-interactive.ts';
import { signIns } from './figures/sign-ins.ts';
import { sizes } from './figures/sizes.ts';
import { startAgain } from './figures/start-again.ts';
import { trustedBrowser } from './figures/trusted-browser.ts';
import { trustedSignIns } from './figures/trusted-sign-ins.ts';
import { unrelatedPage } from './figures/unrelated-page.ts';
import { vault } from './figures/vault.ts';
import { webauthnVerifies } from './figures/webauthn-verifies.ts';

/** Everything that is measured; a new figure is a row in its family, a new family a file and a row here. */
export const families: readonly Family[] = [
  idleService,
  signIns,
  webauthnVerifies,
  passcodeVerifies,
  trustedSignIns,
  methodsQuery,
  connectedDevices,
  notification,
  coldNotification,
  popup,
  promptInteractive,
  trustedBrowser,
  sizes,
  unrelatedPage,
  startAgain,
  vault,
];

import { createDevice } from '../device/device.ts';
import { createNotifications } from '../notifications/notifications.ts';
import type { IdleState } from '../ports/idle.ts';
import type { Ports } from '../ports/ports.ts';
import type { ErrorCode } from '../protocol/errors.ts';
import type { CredentialId, DeviceId, TransactionId } from '../protocol/ids.ts';
import type { DenyReason } from '../protocol/push.ts';
import type { ForgetPost } from '../protocol/trust.ts';
import type { AuthenticatorKind } from '../protocol/webauthn.ts';
import { createPush } from '../push/push.ts';
import { createTrust } from '../trust/trust.ts';
import { type Cost, createVault } from '../vault/vault.ts';
import { addCredential } from './add-credential.ts';
import { answerNotification } from './answer-notification.ts';
import { approvePush } from './approve-push.ts';
import { attend } from './attend.ts';
import { stepUpConfirmed } from './begin-step-up.ts';
import {
  type CeremonyAnswer,
  ceremonyFailed,
  continueOnOwnPage,
  finishCeremony,
  repeatCeremony,
  takeCeremony,
} from './ceremony.ts';
import type { CeremonyTab } from './ceremony-tab.ts';
import { dropChange } from './change.ts';
import { confirmationTabClosed } from './confirm-approval.ts';
import { CLEAR_CLIPBOARD, clearClipboard } from './copy-passcode.ts';
import type { Decided } from './decisions.ts';
import { denyPush } from './deny-push.ts';
import { dismissNotice } from './dismiss-notice.ts';
import { disownPush } from './disown-push.ts';
import { changeTabClosed, followChange } from './follow-change.ts';
import { followPairing } from './follow-pairing.ts';
import { inTurn } from './in-turn.ts';
import { listCredentials } from './list-credentials.ts';
import { idleChanged, lockVault, lockVaultIfDue } from './lock-vault.ts';
import { methodFlows } from './method-flows.ts';
import { oneAtATime } from './one-at-a-time.ts';
import { openPortal } from './open-portal.ts';
import { fetchOwnPasscodes } from './own-passcodes.ts';
import { answerPairing, cancelPairing, offerPairing, startPairing } from './pair-browser.ts';
import { passcodeFlows } from './passcode-flows.ts';
import { provePresence, type SeenPrompt } from './prove-presence.ts';
import { receivePush } from './receive-push.ts';
import { redraw } from './redraw.ts';
import { refreshAll } from './refresh-all.ts';
import { removeCredential } from './remove-credential.ts';
import { rename } from './rename.ts';
import { renameCredential } from './rename-credential.ts';
import type { Rooms } from './rooms.ts';
import { showChange, showChangeTab } from './show-change.ts';
import { showOverview } from './show-overview.ts';
import { POLL, startUp } from './start-up.ts';
import { forgetTrusted, listTrusted } from './trusted-browsers.ts';
import { forgetAccount, unpair } from './unpair.ts';

export { byItself } from './by-itself.ts';

/** Everything that a person can do, and everything that happens by itself. `vault`: what a guess at its passphrase costs. */
export function createFlows(ports: Ports, vault: { cost?: Cost } = {}) {
  const receive = oneAtATime((device: DeviceId) => receivePush(rooms, device));
  const draw = oneAtATime((_all: 'all') => redraw(rooms));
  const follow = oneAtATime((_current: 'current') => followPairing(rooms));
  const followAlong = oneAtATime((_current: 'change') => followChange(rooms));
  const fetchOwn = oneAtATime((_all: 'all') => fetchOwnPasscodes(rooms));
  const clear = oneAtATime((_one: 'clipboard') => clearClipboard(rooms));
  const rooms: Rooms = {
    ports,
    device: createDevice(ports),
    push: createPush({ ...ports, hint: (device) => void receive(device).catch(() => undefined) }),
    notifications: createNotifications(ports),
    vault: createVault(ports, vault),
    trust: createTrust(ports),
    refresh: receive,
    redraw: () => draw('all'),
    attend: (account) => attend(rooms, account),
    followPairing: () => follow('current'),
    followChange: () => followAlong('change'),
    fetchOwnPasscodes: () => fetchOwn('all'),
    clearClipboard: () => clear('clipboard'),
    inTurn: inTurn(),
  };

  return {
    startUp: () => startUp(rooms),
    /** An alarm rang. */
    async alarm(name: string): Promise<void> {
      if (name === CLEAR_CLIPBOARD) await rooms.clearClipboard();
      if (name !== POLL) return;
      rooms.push.wake();
      await Promise.all([rooms.redraw(), lockVaultIfDue(rooms), rooms.clearClipboard()]);
    },
    showOverview: () => showOverview(rooms),
    refreshAll: () => refreshAll(rooms),
    approvePush: (request: Decided & { number?: string | undefined }) => approvePush(rooms, request),
    denyPush: (request: Decided & { reason: DenyReason }) => denyPush(rooms, request),
    disownPush: (request: Decided) => disownPush(rooms, request),
    answerNotification: (id: string, button: number) => answerNotification(rooms, { id, button }),
    openPopup: () => ports.toolbar.openPopup(),
    offerPairing: (link: string) => offerPairing(rooms, link),
    startPairing: () => startPairing(rooms),
    answerPairing: (match: boolean) => answerPairing(rooms, match),
    cancelPairing: () => cancelPairing(rooms),
    rename: (request: { device: DeviceId; name: string }) => rename(rooms, request),
    unpair: (device: DeviceId) => unpair(rooms, device),
    forgetAccount: (device: DeviceId) => forgetAccount(rooms, device),
    listCredentials: (device: DeviceId) => listCredentials(rooms, device),
    addCredential: (request: { device: DeviceId; kind: AuthenticatorKind }) => addCredential(rooms, request),
    renameCredential: (request: { device: DeviceId; credential: CredentialId; name: string }) =>
      renameCredential(rooms, request),
    removeCredential: (request: { device: DeviceId; credential: CredentialId }) =>
      removeCredential(rooms, request),
    showChange: () => showChange(rooms),
    showChangeTab: () => showChangeTab(rooms),
    dismissChange: () => dropChange(rooms),
    stepUpConfirmed: (done: { transaction: TransactionId; tab: number; origin: string }) =>
      stepUpConfirmed(rooms, done),
    takeCeremony: (at: CeremonyTab) => takeCeremony(rooms, at),
    repeatCeremony: (at: CeremonyTab) => repeatCeremony(rooms, at),
    finishCeremony: (at: CeremonyTab, answer: CeremonyAnswer) => finishCeremony(rooms, at, answer),
    ceremonyFailed: (failed: CeremonyTab & { error: ErrorCode }) => ceremonyFailed(rooms, failed),
    continueOnOwnPage: (at: CeremonyTab) => continueOnOwnPage(rooms, at),
    /** A tab was closed, whichever it was. */
    async tabClosed(tab: number): Promise<void> {
      await changeTabClosed(rooms, tab);
      await confirmationTabClosed(rooms, tab);
    },
    dismissNotice: (request: { device: DeviceId; id: string }) => dismissNotice(rooms, request),
    provePresence: (prompt: SeenPrompt) => provePresence(rooms, prompt),
    listTrusted: (device: DeviceId) => listTrusted(rooms, device),
    forgetTrusted: (request: { device: DeviceId; what: ForgetPost }) => forgetTrusted(rooms, request),
    openPortal: (device: DeviceId) => openPortal(rooms, device),
    idleChanged: (state: IdleState) => idleChanged(rooms, state),
    /** A key of the keyboard was pressed. */
    async command(name: string): Promise<void> {
      if (name === 'lock-vault') await lockVault(rooms);
    },
    ...methodFlows(rooms),
    ...passcodeFlows(rooms),
  };
}
export type Flows = ReturnType<typeof createFlows>;

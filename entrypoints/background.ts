import { defineBackground } from 'wxt/utils/define-background';
import { byItself, createFlows, type Flows } from '../lib/flows/flows.ts';
import { createReceiver, type Handlers, receiveFromPages, receiveRaw } from '../lib/messages/receive.ts';
import { listen, ownIdentity, ports } from '../lib/ports/browser.ts';

/** Who may send each of these, and what they carry, stands in `lib/messages/contract.ts`. */
const handlers = (flows: Flows): Handlers => ({
  'overview.get': () => flows.showOverview(),
  'inbox.refresh': () => done(flows.refreshAll()),
  'push.approve': async (request) => ({ state: await flows.approvePush(request) }),
  'push.deny': async (request) => ({ state: await flows.denyPush(request) }),
  'push.notMe': async (request) => ({ outcome: await flows.disownPush(request) }),
  'pairing.offer': ({ link }) => flows.offerPairing(link),
  'pairing.start': () => done(flows.startPairing()),
  'pairing.answer': ({ match }) => done(flows.answerPairing(match)),
  'pairing.cancel': () => done(flows.cancelPairing()),
  'account.rename': (request) => done(flows.rename(request)),
  'account.unpair': ({ device }) => done(flows.unpair(device)),
  'account.forget': ({ device }) => done(flows.forgetAccount(device)),
  'notice.dismiss': (request) => done(flows.dismissNotice(request)),
  'credentials.list': async ({ device }) => ({ credentials: await flows.listCredentials(device) }),
  'credential.add': (request) => done(flows.addCredential(request)),
  'credential.rename': (request) => done(flows.renameCredential(request)),
  'credential.remove': (request) => done(flows.removeCredential(request)),
  'change.get': async () => ({ change: await flows.showChange() }),
  'change.show': () => done(flows.showChangeTab()),
  'change.dismiss': () => done(flows.dismissChange()),
  'trust.list': async ({ device }) => ({ trusted: await flows.listTrusted(device) }),
  'trust.forget': async (request) => ({ trusted: await flows.forgetTrusted(request) }),
  'portal.open': ({ device }) => done(flows.openPortal(device)),
  'methods.get': ({ device }) => flows.showMethods(device),
  'methods.set': (request) => flows.setMethods(request),
  'browsers.list': async ({ device }) => ({ browsers: await flows.listBrowsers(device) }),
  'browser.rename': (request) => done(flows.renameBrowser(request)),
  'browser.remove': (request) => done(flows.removeBrowser(request)),
  'browser.add': (request) => done(flows.addBrowser(request)),
  'browser.invite': ({ device }) => flows.inviteBrowser(device),
  'profile.get': async () => ({ profile: await flows.showProfile() }),
  'ceremony.take': ({ id }, { tab }) => flows.takeCeremony({ id, tab }),
  'ceremony.again': ({ id }, { tab }) => flows.repeatCeremony({ id, tab }),
  'ceremony.finish': ({ id, answer }, { tab }) => done(flows.finishCeremony({ id, tab }, answer)),
  'ceremony.failed': ({ id, error }, { tab }) => done(flows.ceremonyFailed({ id, tab, error })),
  'ceremony.ownPage': ({ id }, { tab }) => done(flows.continueOnOwnPage({ id, tab })),
  'vault.get': () => flows.showVault(),
  'vault.create': ({ unlock }) => done(flows.createVault(unlock)),
  'vault.unlock': ({ secret }) => done(flows.unlockVault(secret)),
  'vault.lock': () => done(flows.lockVault()),
  'vault.changePassphrase': (request) => done(flows.changePassphrase(request)),
  'vault.addUnlock': ({ secret, unlock }) => done(flows.addUnlock(secret, unlock)),
  'vault.removeUnlock': ({ secret, id }) => done(flows.removeUnlock(secret, id)),
  'vault.settings': (request) => done(flows.changeVaultSettings(request)),
  'vault.erase': () => done(flows.eraseVault()),
  'backup.make': async ({ secret, passphrase }) => ({ file: await flows.makeBackup(secret, passphrase) }),
  'backup.read': ({ file, passphrase }) => flows.readBackup(file, passphrase),
  'backup.restore': (request) => done(flows.restoreBackup(request)),
  'passcodes.page': (request) => flows.showPasscodes(request),
  'passcodes.next': async ({ id }) => ({ code: await flows.nextPasscode(id) }),
  'passcodes.copying': () => done(flows.copyPasscode()),
  'passcodes.add': async ({ entry }) => ({ id: await flows.addPasscode(entry) }),
  'passcodes.edit': (request) => done(flows.editPasscode(request)),
  'passcodes.remove': ({ id }) => done(flows.removePasscode(id)),
  'passcodes.fill': (request) => done(flows.fillPasscode(request)),
  'import.preview': ({ text }) => flows.imports.preview(text),
  'import.start': ({ text }) => done(flows.imports.start(text)),
  'import.get': async () => ({ import: await flows.imports.get() }),
  'import.cancel': () => done(flows.imports.cancel()),
  'import.dismiss': () => done(flows.imports.dismiss()),
  'printed.get': ({ device }) => flows.showPrinted(device),
  'printed.begin': ({ device }) => done(flows.beginPrinting(device)),
  'printed.make': ({ device }) => flows.makePrinted(device),
  'stepUp.confirmed': ({ transaction }, { tab, origin }) =>
    done(flows.stepUpConfirmed({ transaction, tab, origin })),
  'prompt.seen': (prompt, { tab, origin }) => done(flows.provePresence({ ...prompt, tab, origin })),
});

const done = async (job: Promise<unknown>) => {
  await job;
  return {};
};

export default defineBackground(() => {
  const flows = createFlows(ports());
  const receiver = createReceiver(ownIdentity(), handlers(flows));
  receiveFromPages(receiver);
  listen({
    // Registering this is enough: it makes the browser start a worker, and every worker starts up.
    began: () => {},
    alarm: (name) => byItself(flows.alarm(name)),
    permissionsAdded: () => byItself(flows.startPairing()),
    notificationClicked: () => byItself(flows.openPopup()),
    notificationButton: (id, button) => byItself(flows.answerNotification(id, button)),
    tabClosed: (id) => byItself(flows.tabClosed(id)),
    idle: (state) => byItself(flows.idleChanged(state)),
    command: (name) => byItself(flows.command(name)),
    message: receiveRaw(receiver),
  });
  byItself(flows.startUp());
});

import { describe, expect, it } from 'vitest';
import type { EntryId } from '../../../lib/messages/passcodes.ts';
import { MINUTE, SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { entry, openBrowser, openVault, PASSPHRASE, unlock } from './open-vault.ts';

type Opened = Awaited<ReturnType<typeof openVault>>;
const stateOf = async ({ flows }: Pick<Opened, 'flows'>) => (await flows.showVault()).state;
const never = { autoLock: { minutes: null, withScreen: false }, clearsClipboard: true };

describe('the vault', () => {
  it('is made, locked and unlocked, and our pages hear of each', async () => {
    const opened = openBrowser();
    const { flows, browser } = opened;
    expect(await stateOf(opened)).toBe('none');
    for (const [act, state] of [
      [() => flows.createVault(unlock), 'open'],
      [() => flows.lockVault(), 'locked'],
      [() => flows.unlockVault(unlock), 'open'],
    ] as const) {
      const before = browser.changes;
      await act();
      expect(await stateOf(opened)).toBe(state);
      expect(browser.changes).toBeGreaterThan(before);
    }
  });

  it('is left alone by a worker that starts while no key is at hand', async () => {
    const { flows } = openBrowser();
    await flows.startUp();
    expect(await indexedDB.databases()).toMatchObject([{ name: 'countersign' }]);
  });

  it('stays open when the worker is stopped', async () => {
    const opened = await openVault();
    expect(await stateOf({ flows: opened.restart() })).toBe('open');
  });

  it('gives codes, and nothing else that it was given', async () => {
    const { flows, browser, ports } = await openVault();
    const id = await flows.addPasscode(entry());
    const counted = await flows.addPasscode(entry({ type: 'hotp', account: 'sam' }));
    const page = await flows.showPasscodes({ search: '', from: 0, count: 10 });
    expect(page.entries).toMatchObject([
      { id, account: 'alex', code: expect.stringMatching(/^\d{6}$/) },
      { id: counted, account: 'sam', code: null },
    ]);
    // RFC 4226 appendix D.
    expect([await flows.nextPasscode(counted), await flows.nextPasscode(counted)]).toEqual([
      '755224',
      '287082',
    ]);
    const everywhere = JSON.stringify([
      page,
      await ports.session.all(''),
      [...browser.desktop],
      browser.badge,
    ]);
    expect(everywhere).not.toMatch(/GEZD|3132333435|MTIzNDU2Nzg5/);
  });

  it('refuses a secret that is none without repeating it', async () => {
    const { flows } = await openVault();
    const refused = await flows.addPasscode(entry({ secret: 'NOT-A-SECRET-1890' })).catch((error) => error);
    expect(refused).toMatchObject({ code: 'otpauth_invalid' });
    expect(String(refused.stack)).not.toContain('NOT-A-SECRET');
  });

  it('takes a whole link in the place of a secret, and the names that were typed before its own', async () => {
    const { flows } = await openVault();
    const link = 'otpauth://hotp/Forge:arivera?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&digits=8';
    await flows.addPasscode(entry({ issuer: '', account: 'alex', secret: ` ${link}` }));
    const { entries } = await flows.showPasscodes({ search: '', from: 0, count: 9 });
    expect(entries).toMatchObject([{ issuer: 'Forge', account: 'alex', type: 'hotp' }]);
    expect(await flows.nextPasscode(entries[0]?.id as EntryId)).toBe('84755224');
    const other = entry({ secret: 'otpauth://totp/alex?secret=GEZDGNBV&digits=5' });
    await expect(flows.addPasscode(other)).rejects.toMatchObject({ code: 'otpauth_unsupported' });
  });

  it('takes its backup back after everything was erased', async () => {
    const opened = await openVault();
    const { flows } = opened;
    await flows.addPasscode(entry());
    const file = await flows.makeBackup(unlock, PASSPHRASE);
    await flows.eraseVault();
    expect(await stateOf(opened)).toBe('none');
    expect(await flows.readBackup(file, PASSPHRASE)).toMatchObject({ count: 1 });
    await flows.restoreBackup({ file, passphrase: PASSPHRASE });
    expect(await flows.showVault()).toMatchObject({ state: 'open', count: 1 });
  });
});

describe('the vault locks', () => {
  it('by the key of the keyboard', async () => {
    const opened = await openVault();
    await opened.flows.command('another');
    expect(await stateOf(opened)).toBe('open');
    await opened.flows.command('lock-vault');
    expect(await stateOf(opened)).toBe('locked');
  });

  it('when its minutes without use are over: at the next alarm, and at any use before that', async () => {
    const opened = await openVault();
    const { flows, browser, ports } = opened;
    await flows.changeVaultSettings({ ...never, autoLock: { minutes: 2, withScreen: false } });
    await browser.advance(MINUTE + 59 * SECOND);
    await flows.copyPasscode();
    await browser.advance(MINUTE + 59 * SECOND);
    await flows.alarm('poll');
    expect(await stateOf(opened)).toBe('open');
    await browser.advance(SECOND);
    await expect(flows.addPasscode(entry())).rejects.toMatchObject({ code: 'vault_locked' });
    expect(await stateOf(opened)).toBe('locked');
    await flows.alarm('poll');
    expect(Object.keys(await ports.session.all('vault.'))).toEqual([]);
  });

  it('when a worker starts after its time', async () => {
    const opened = await openVault();
    await opened.flows.changeVaultSettings({ ...never, autoLock: { minutes: 1, withScreen: false } });
    await opened.browser.advance(MINUTE);
    await opened.restart().startUp();
    expect(Object.keys(await opened.ports.session.all('vault.'))).toEqual([]);
  });

  it('is not kept open by a page that shows it', async () => {
    const opened = await openVault();
    const { flows, browser } = opened;
    await flows.changeVaultSettings({ ...never, autoLock: { minutes: 1, withScreen: false } });
    for (let second = 0; second < 60; second += 10) {
      await flows.showPasscodes({ search: '', from: 0, count: 10 });
      await browser.advance(10 * SECOND);
    }
    expect(await stateOf(opened)).toBe('locked');
  });

  it.each([
    ['with the screen', true, 'locked'],
    ['not with the screen where the person wants it so', false, 'open'],
  ] as const)('%s', async (_how, withScreen, state) => {
    const opened = await openVault();
    await opened.flows.changeVaultSettings({ ...never, autoLock: { minutes: 60, withScreen } });
    await opened.flows.idleChanged('idle');
    await opened.flows.idleChanged('active');
    expect(await stateOf(opened)).toBe('open');
    await opened.flows.idleChanged('locked');
    expect(await stateOf(opened)).toBe(state);
  });

  it('when the person comes back to a computer that slept', async () => {
    const opened = await openVault();
    await opened.flows.changeVaultSettings({ ...never, autoLock: { minutes: 1, withScreen: false } });
    await opened.browser.advance(60 * MINUTE);
    await opened.flows.idleChanged('active');
    expect(Object.keys(await opened.ports.session.all('vault.'))).toEqual([]);
  });
});

describe('a copied code', () => {
  async function copied() {
    const opened = await openVault();
    await opened.flows.copyPasscode();
    return opened;
  }
  const ring = ({ flows }: Opened) => flows.alarm('clear-clipboard');

  it('is cleared from the clipboard by an alarm, half a minute later, once', async () => {
    const opened = await copied();
    const { browser } = opened;
    expect(browser.rings.get('clear-clipboard')).toBe(browser.now() + 30 * SECOND);
    await browser.advance(30 * SECOND);
    await Promise.all([ring(opened), ring(opened), opened.flows.startUp()]);
    expect(browser.clears).toBe(1);
  });

  it('is cleared by the next worker where the alarm was missed', async () => {
    const { browser, restart } = await copied();
    await browser.advance(MINUTE);
    await restart().startUp();
    expect(browser.clears).toBe(1);
  });

  it('is not cleared before a later one has had its time', async () => {
    const opened = await copied();
    const { browser, flows } = opened;
    await browser.advance(20 * SECOND);
    await flows.copyPasscode();
    await browser.advance(10 * SECOND);
    await ring(opened);
    expect(browser.clears).toBe(0);
    expect(browser.rings.get('clear-clipboard')).toBe(browser.now() + 20 * SECOND);
    await browser.advance(20 * SECOND);
    await ring(opened);
    expect(browser.clears).toBe(1);
  });

  it('is tried again where the browser could not', async () => {
    const { browser, flows, ports } = await copied();
    const { clear } = ports.clipboard;
    ports.clipboard.clear = () => Promise.reject(new Error('no document'));
    await browser.advance(30 * SECOND);
    await expect(flows.alarm('clear-clipboard')).rejects.toThrow();
    ports.clipboard.clear = clear;
    await flows.startUp();
    expect(browser.clears).toBe(1);
  });

  it('does not stay for hours because the clock was turned back', async () => {
    const opened = await copied();
    const { browser } = opened;
    await browser.advance(-5 * 60 * MINUTE);
    await opened.flows.alarm('poll');
    expect(browser.clears).toBe(1);
  });

  it('stays where the person wants it so', async () => {
    const { flows, browser } = await openVault();
    await flows.changeVaultSettings({ ...never, clearsClipboard: false });
    await flows.copyPasscode();
    expect(browser.rings.size).toBe(0);
  });
});

it('nothing is typed for an account that is not there', async () => {
  const { flows } = await openVault();
  const device = `DB${'A'.repeat(18)}` as DeviceId;
  await expect(flows.fillPasscode({ device, tab: 1 })).rejects.toMatchObject({ code: 'not_paired' });
});

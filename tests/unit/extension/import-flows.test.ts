import { describe, expect, it, vi } from 'vitest';
import { entry, openBrowser, openVault } from './open-vault.ts';

/** On a busy machine sealing thousands takes its time, in milliseconds. */
const PATIENCE = 30_000;

/** As many lines of otpauth addresses, each with a secret of its own. */
const lines = (count: number): string =>
  Array.from({ length: count }, (_, at) => {
    const letters = at
      .toString(32)
      .padStart(4, '0')
      .replace(/[0189]/g, (digit) => 'XYZW'['0189'.indexOf(digit)] ?? '');
    return `otpauth://totp/Site%20${at}:alex?secret=GEZDGNBVGY3T${letters.toUpperCase()}&issuer=Site%20${at}`;
  }).join('\n');

type Opened = Awaited<ReturnType<typeof openVault>>;
const count = async ({ flows }: Opened) => (await flows.showVault()).count;
const ended = (flows: Opened['flows']) =>
  vi.waitFor(
    async () => {
      const view = await flows.imports.get();
      expect(view?.step).not.toBe('working');
      return view;
    },
    { timeout: PATIENCE },
  );

describe('an import', { timeout: PATIENCE }, () => {
  it('is shown before anything is written: what is new, what is known, what is bad', async () => {
    const opened = await openVault();
    await opened.flows.addPasscode(entry());
    const known =
      'otpauth://totp/Campus%20Portal:alex?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Campus%20Portal';
    const text = [known, lines(1), 'otpauth://totp/x?secret=!', lines(1)].join('\n');
    const preview = await opened.flows.imports.preview(text);
    expect(preview.format).toBe('otpauth');
    expect(preview.rows.map(({ row, duplicate }) => [row, duplicate])).toEqual([
      [1, true],
      [2, false],
      [4, true],
    ]);
    expect(preview.bad).toEqual([{ row: 3, error: 'otpauth_invalid' }]);
    expect(JSON.stringify(preview)).not.toMatch(/GEZD/);
    expect(await count(opened)).toBe(1);
    expect(await opened.flows.imports.get()).toBeNull();

    await opened.flows.imports.start(text);
    expect(await ended(opened.flows)).toEqual({ step: 'done', done: 1, total: 1, error: null });
    expect(await count(opened)).toBe(2);
    await opened.flows.imports.dismiss();
    expect(await opened.flows.imports.get()).toBeNull();
  });

  it('tells how far it is, and nothing of what it adds', async () => {
    const opened = await openVault();
    const told: unknown[] = [];
    const { set } = opened.ports.session;
    opened.ports.session.set = async (key, value) => {
      if (key === 'import') told.push(value);
      return set(key, value);
    };
    // A clock that runs on at each look.
    let at = opened.browser.now();
    vi.spyOn(opened.ports.clock, 'now').mockImplementation(() => {
      at += 90;
      return at;
    });
    await opened.flows.imports.start(lines(2_000));
    expect(await ended(opened.flows)).toMatchObject({ step: 'done', done: 2_000, total: 2_000 });
    expect(told.length).toBeGreaterThan(3);
    expect(told.length).toBeLessThan(1_000);
    expect(JSON.stringify(told)).not.toMatch(/GEZD|Site/);
    expect(told[0]).toEqual({ step: 'working', done: 0, total: 2_000, error: null });
  });

  it('has its end put away by whatever the person does next', async () => {
    const opened = await openVault();
    const { imports, addPasscode, eraseVault } = opened.flows;
    for (const next of [() => addPasscode(entry()), () => eraseVault()]) {
      await imports.start(lines(1));
      expect(await ended(opened.flows)).toMatchObject({ step: 'done' });
      await next();
      expect(await imports.get()).toBeNull();
    }
  });

  it('is cancelled with nothing written', async () => {
    const opened = await openVault();
    await opened.flows.imports.start(lines(2_000));
    await expect(opened.flows.imports.start(lines(1))).rejects.toMatchObject({ code: 'import_busy' });
    await opened.flows.imports.dismiss();
    expect((await opened.flows.imports.get())?.step).toBe('working');
    await opened.flows.imports.cancel();
    expect(await ended(opened.flows)).toMatchObject({ step: 'cancelled', done: 0, error: null });
    expect(await count(opened)).toBe(0);
    await opened.flows.imports.start(lines(1));
    expect(await ended(opened.flows)).toMatchObject({ step: 'done' });
  });

  it('counts as use of the vault', async () => {
    const opened = await openVault();
    const { flows, browser } = opened;
    const autoLock = { minutes: 1, withScreen: true };
    await flows.changeVaultSettings({ autoLock, clearsClipboard: true });
    await browser.advance(40_000);
    await flows.imports.start(lines(1));
    await ended(flows);
    await browser.advance(40_000);
    expect((await flows.showVault()).state).toBe('open');
  });

  it('is told as interrupted by the next worker', async () => {
    const opened = await openVault();
    await opened.ports.session.set('import', { step: 'working', done: 40, total: 100, error: null });
    const flows = opened.restart();
    expect(await flows.imports.get()).toMatchObject({ step: 'failed', error: 'import_interrupted' });
    await flows.imports.start(lines(1));
    expect(await ended(flows)).toMatchObject({ step: 'done', total: 1 });
  });

  it('fails as a whole when the vault is locked over it', async () => {
    const opened = await openVault();
    await opened.flows.imports.start(lines(2_000));
    await opened.flows.lockVault();
    const view = await ended(opened.flows);
    if (view?.step === 'failed') expect(view.error).toBe('vault_locked');
    await opened.flows.unlockVault({ kind: 'passphrase', passphrase: 'correct horse battery' });
    expect(await count(opened)).toBe(view?.step === 'done' ? 2_000 : 0);
  });

  it.each([
    ['words', 'hello', 'import_unknown'],
    ['nothing', '', 'import_empty'],
  ])('of %s does not begin', async (_what, text, code) => {
    const { flows } = await openVault();
    await expect(flows.imports.start(text)).rejects.toMatchObject({ code });
    expect(await flows.imports.get()).toBeNull();
    await expect(flows.imports.preview(text)).rejects.toMatchObject({ code });
  });

  it('needs a vault', async () => {
    const { flows } = openBrowser();
    await expect(flows.imports.start(lines(1))).rejects.toMatchObject({ code: 'vault_none' });
    expect(await flows.imports.get()).toBeNull();
  });
});

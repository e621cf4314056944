import { Button } from '../../components/button.tsx';
import { PasscodeIcon } from '../../components/passcodes/passcode-icon.tsx';
import { CodeAsked } from '../../components/popup/code-asked.tsx';
import { PasscodePanel } from '../../components/popup/passcode-panel.tsx';
import type { PasscodeViews } from '../../components/popup/popup.tsx';
import { codesText } from '../../components/sentences/passcodes.ts';
import type { AccountView, Reply } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import type { VaultView } from '../../lib/messages/vault.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { pageMarks } from '../../lib/protocol/marks.ts';
import { FIRST_PAGE, type PasscodeNeeds, passcodeActions } from './passcode-actions.ts';
import '../../components/passcodes/passcodes.css';

/** A page that is still loading may keep its answer for long; the list does not wait for it. */
const PATIENCE = 500;

/** A hand that has rested for so long presses nothing in the next moment. */
const REST = 1_500;

/** The popup's part on passcodes: loaded after its first picture, and drawn into places kept for it. */
export async function openPasscodes(needs: PasscodeNeeds): Promise<void> {
  const { browser, tab, overview, show } = needs;
  let vault: VaultView | null = null;
  let error: ErrorCode | null = null;
  let asked = false;
  let unlocking = false;
  let moved = 0;
  // A card that waits comes first; the list stays below it in one line.
  const below = overview()?.requests.some(({ state }) => state === 'pending') ?? false;
  let folded = below;

  /** Only while the list is drawn for the first time. */
  let first: Reply<'passcodes.page'> | null = null;

  const actions = passcodeActions({ ...needs, reload, first: () => first });

  async function lock(): Promise<void> {
    await send('vault.lock', {});
    unlocking = true;
    await reload();
  }

  async function reload(): Promise<void> {
    const mayOpen = !folded && vault?.state !== 'open';
    const [reply, page] = await Promise.all([
      send('vault.get', {}),
      mayOpen ? send('passcodes.page', FIRST_PAGE) : null,
    ]);
    error = reply.ok ? null : reply.error;
    if (reply.ok) vault = reply.value;
    first = page;
    draw();
    first = null;
  }

  const accounts = (): AccountView[] =>
    (overview()?.accounts ?? []).filter(
      ({ status, origin }) => status === 'active' && new URL(origin).host === tab?.host,
    );

  async function readAsked(): Promise<void> {
    if (tab === null || accounts().length === 0) return;
    const mark = browser.readAttribute(tab.id, pageMarks.wants).catch(() => null);
    const patience = new Promise<null>((resolve) => pageClock.after(PATIENCE, () => resolve(null)));
    asked = (await Promise.race([mark, patience])) === 'passcode';
  }

  function draw(): void {
    show({
      asked: asked && vault !== null && (
        <CodeAsked vault={vault} accounts={accounts()} below={below} actions={actions} onUnlock={unlock} />
      ),
      list: (
        <PasscodePanel
          vault={error === null ? vault : null}
          error={error}
          folded={folded}
          unlocking={unlocking}
          actions={actions}
          onFold={fold}
        />
      ),
      lock: vault?.state === 'open' && (
        <Button look="quiet" label={codesText.lock} onPress={() => void lock()}>
          <PasscodeIcon name="lock" />
        </Button>
      ),
      areKept: vault !== null && vault.state !== 'none',
      inUse: () => pageClock.now() - moved < REST,
    } satisfies PasscodeViews);
  }

  function fold(next: boolean): void {
    if (next === folded) return;
    folded = next;
    draw();
  }

  function unlock(): void {
    folded = false;
    unlocking = true;
    draw();
  }

  addEventListener('pointermove', ({ target }) => {
    if (target instanceof Element && target.closest('.passcodes')) moved = pageClock.now();
  });
  browser.onChanged(() => void reload());
  await readAsked();
  await reload();
}

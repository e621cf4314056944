import type { ReadLink } from '../../components/pairing/pairing-actions.ts';
import { copyCode } from '../../components/passcodes/copy-code.ts';
import type { PasscodeActions } from '../../components/popup/passcode-actions.ts';
import type { PasscodeViews } from '../../components/popup/popup.tsx';
import { ROWS_AT_ONCE } from '../../components/popup/row-window.ts';
import type { Overview, Reply, Request } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import type { PageBrowser } from '../../lib/ports/page-browser.ts';
import { pageClock } from '../../lib/ports/page-clock.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';

export interface PasscodeNeeds {
  browser: PageBrowser;
  tab: { id: number; host: string | null } | null;
  overview: () => Overview | null;
  scan: () => Promise<ReadLink>;
  show(views: PasscodeViews): void;
}

type Page = Reply<'passcodes.page'>;

/** What the list asks for when it appears. */
export const FIRST_PAGE: Request<'passcodes.page'> = { search: '', from: 0, count: ROWS_AT_ONCE };

/** Between two looks at an import under way, in milliseconds. */
const IMPORT_PAUSE = 200;

/** The buttons of the passcodes as messages. */
export function passcodeActions({
  browser,
  tab,
  scan,
  reload,
  first,
}: Pick<PasscodeNeeds, 'browser' | 'tab' | 'scan'> & {
  reload: () => Promise<void>;
  /** The answer to `FIRST_PAGE`, where it came with the news that the vault is open. */
  first: () => Page | null;
}): PasscodeActions {
  const early = ({ search, from }: Request<'passcodes.page'>): Page | null => {
    const page = search === FIRST_PAGE.search && from === FIRST_PAGE.from ? first() : null;
    return page?.ok ? page : null;
  };
  return {
    async unlock(passphrase) {
      const reply = await send('vault.unlock', { secret: { kind: 'passphrase', passphrase } });
      if (reply.ok) await reload();
      return reply;
    },
    toOptions: () => void window.open('/options.html#passcodes'),
    async page(request) {
      const reply = early(request) ?? (await send('passcodes.page', request));
      if (!reply.ok && reply.error === 'vault_locked') await reload();
      return reply;
    },
    next: (id) => send('passcodes.next', { id }),
    copy: (code) =>
      copyCode(
        {
          prepare: () => send('passcodes.copying', {}),
          write: (text) => navigator.clipboard.writeText(text),
        },
        code,
      ),
    pin: ({ id, issuer, account }, pinned) => send('passcodes.edit', { id, issuer, account, pinned }),
    async fill(device) {
      if (tab === null) return { ok: false, error: 'field_gone' };
      const reply = await send('passcodes.fill', { device, tab: tab.id });
      if (reply.ok) await browser.leaveTo(tab.id);
      return reply;
    },
    scan,
    preview: (text) => send('import.preview', { text }),
    add,
    clock: pageClock,
  };
}

async function add(text: string): Promise<ErrorCode | null> {
  const begun = await send('import.start', { text });
  if (!begun.ok) return begun.error;
  for (;;) {
    const reply = await send('import.get', {});
    if (!reply.ok) return reply.error;
    const view = reply.value.import;
    if (view?.step !== 'working') {
      await send('import.dismiss', {});
      return view?.step === 'cancelled' ? 'import_interrupted' : (view?.error ?? null);
    }
    await new Promise<void>((resolve) => pageClock.after(IMPORT_PAUSE, resolve));
  }
}

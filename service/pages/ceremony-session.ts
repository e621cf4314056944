import * as v from 'valibot';
import type { CeremonyStage } from '../../components/ceremony/ceremony.tsx';
import type { PageClock } from '../../lib/ports/page-clock.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { type AuthenticatorKind, CeremonyBegun } from '../../lib/protocol/webauthn.ts';
import { ask } from './ask.ts';
import { runCeremonies, type WebAuthn } from './run-ceremonies.ts';

/** What the ceremony page draws from. */
export interface CeremonySnapshot {
  /** Null until the service has told. */
  about: { kind: AuthenticatorKind; username: string } | null;
  stage: CeremonyStage;
  /** Why there is nothing to do here. */
  dead: string | null;
}

/** The registration that an extension began, on the service's own page. `ticket` comes from the fragment. */
export function openCeremony(options: {
  ticket: string;
  browser: Pick<WebAuthn, 'register' | 'mayStartByItself'>;
  clock: Pick<PageClock, 'now'>;
  onChange: () => void;
}) {
  const { ticket, browser, clock, onChange } = options;
  let now: CeremonySnapshot = { about: null, stage: { name: 'starting' }, dead: null };
  let use = (_byItself: boolean): void => {};

  const change = (part: Partial<CeremonySnapshot>): void => {
    now = { ...now, ...part };
    onChange();
  };
  const ceremonies = runCeremonies({
    clock,
    mayStartByItself: browser.mayStartByItself,
    onStage: (stage) => change({ stage }),
  });

  /** The service answers a ticket once, so its question serves every try. */
  async function begin(): Promise<void> {
    const reply = await ask({ url: pathTo('ceremonyBegin'), post: { ticket }, schema: CeremonyBegun });
    if (!reply.ok) return change({ dead: reply.error });
    const { kind, username, options: question } = reply.value;
    const steps = {
      begin: async () => ({ ok: true, value: question }) as const,
      ask: browser.register,
      end: (response: unknown) =>
        ask({ url: pathTo('ceremonyEnd'), post: { ticket, response }, schema: v.unknown() }),
      repeats: false,
    };
    use = (byItself) => ceremonies.start(steps, { byItself });
    change({ about: { kind, username } });
    use(true);
  }

  void begin();
  return { snapshot: () => now, use: () => use(false) };
}

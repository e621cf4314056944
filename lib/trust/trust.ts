import * as v from 'valibot';
import { TrustedView } from '../messages/trust.ts';
import { MINUTE } from '../ports/clock.ts';
import type { Ports } from '../ports/ports.ts';
import type { DeviceId } from '../protocol/ids.ts';
import type { TrustedSignIn } from '../protocol/trust.ts';

const PREFIX = 'trusted:';
/** As long as other sign-ins are shown. */
const SHOWN = 5 * MINUTE;

/**
 * The sign-ins that passed without asking, so that they do not pass unseen. It decides nothing: whether a browser is
 * trusted stands at the service alone, and is asked there only by a proof of presence.
 */
export function createTrust({ session, clock }: Pick<Ports, 'session' | 'clock'>) {
  async function entries(): Promise<{ key: string; view: TrustedView | null }[]> {
    return Object.entries(await session.all(PREFIX)).map(([key, value]) => {
      const view = v.safeParse(TrustedView, value);
      return { key, view: view.success && clock.now() - view.output.at < SHOWN ? view.output : null };
    });
  }

  async function drop(unwanted: (view: TrustedView | null) => boolean): Promise<void> {
    const keys = (await entries()).filter(({ view }) => unwanted(view)).map(({ key }) => key);
    if (keys.length > 0) await session.remove(...keys);
  }

  return {
    /** The last one for each application: many tabs may open at once. */
    async remember(device: DeviceId, { application, until }: TrustedSignIn): Promise<void> {
      const view: TrustedView = { device, application, until, at: clock.now() };
      await session.set(`${PREFIX}${device}/${application}`, view);
      await drop((view) => view === null);
    },

    /** Those of the last five minutes, the newest first. */
    async recent(): Promise<TrustedView[]> {
      const views = (await entries()).flatMap(({ view }) => view ?? []);
      return views.sort((one, other) => other.at - one.at);
    },

    /** For an account that is gone. */
    forget: (device: DeviceId): Promise<void> => drop((view) => view?.device === device),
  };
}
export type Trust = ReturnType<typeof createTrust>;

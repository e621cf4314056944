import type { Kysely } from 'kysely';
import * as v from 'valibot';
import type { ApplicationId, DeviceId, UserId } from '../../lib/protocol/ids.ts';
import type { OpensWith } from '../../lib/protocol/methods.ts';
import { Method } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import type { Floor, Tx } from '../room.ts';
import { scopeOf } from './scopes.ts';
import { learnSuccess, readKept } from './settings.ts';

/** How a person wants one prompt to begin. */
interface Wishes {
  opensWith: OpensWith;
  autoPush: boolean;
  /** The browser that a push goes to unless another is chosen or the prompt opens with one, if it is still paired; null: all. */
  pushTo: DeviceId | null;
  lastMethod: Method | null;
}

interface Success {
  user: UserId;
  /** As the sign-in remembers it. */
  approval: { factor: string; device: DeviceId | null };
}

/** Which method a sign-in was approved by; null where none was chosen: nobody was asked, or the help desk helped out. */
export function methodOf(factor: string | null): Method | null {
  if (factor === 'hardware_token') return 'passcode';
  return v.is(Method, factor) ? factor : null;
}

/** What prompts follow of a person's settings, and what they learn from how it went. */
export function createWishes({ clock }: Pick<Floor, 'clock'>) {
  async function wishesOf(
    query: Kysely<Schema>,
    { user, application }: { user: UserId; application: ApplicationId },
  ): Promise<Wishes> {
    const { settings, lastMethod, lastDevice } = await readKept(query, user);
    const { pushTo } = settings;
    return {
      ...scopeOf(settings, application),
      pushTo: pushTo === 'last' ? lastDevice : pushTo === 'all' ? null : pushTo,
      lastMethod,
    };
  }

  async function succeeded(tx: Tx, { user, approval: { factor, device } }: Success): Promise<void> {
    const method = methodOf(factor);
    if (!method) return;
    const approvedBy = method === 'push' ? device : null;
    await learnSuccess(tx.query, { user, method, device: approvedBy, now: clock.now() });
  }

  return {
    wishesOf,
    succeeded,

    /** The browser that approved last; null where none has. */
    lastDevice: async (query: Kysely<Schema>, user: UserId): Promise<DeviceId | null> =>
      (await readKept(query, user)).lastDevice,
  };
}

import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { Refusal } from '../../lib/protocol/errors.ts';
import {
  type ApplicationId,
  OWN_APPLICATION,
  type TransactionId,
  type UserId,
} from '../../lib/protocol/ids.ts';
import { type MethodSettings, MethodsPut, type MethodsView } from '../../lib/protocol/methods.ts';
import { routes } from '../../lib/protocol/routes.ts';
import type { Schema } from '../db/schema.ts';
import { type HttpContext, type HttpEnv, newRoutes, parseJson, readBytes } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import { browsersOf } from './browsers.ts';
import type { DeviceCall, MethodsNeeds } from './needs.ts';
import type { Registry } from './registry.ts';
import { isKnown, withoutGone } from './scopes.ts';
import { readKept, replaceSettings } from './settings.ts';
import { weakens } from './weakens.ts';

interface Change {
  device: DeviceCall;
  seen: number;
  settings: MethodSettings;
  /** What proves who changes it, where that is asked for. */
  stepUp: TransactionId | null;
}

/** How a paired browser reads and changes what its person's prompts open with. */
export function createDeviceRoutes(
  { db, clock, audit }: Pick<Floor, 'db' | 'clock' | 'audit'>,
  needs: Omit<MethodsNeeds<never>, 'factors' | 'policies'>,
  registry: Registry,
): Hono<HttpEnv> {
  async function show(c: HttpContext): Promise<Response> {
    const device = await needs.devices.authenticate(c);
    const [shown] = await Promise.all([viewFor(device), db.write((tx) => device.spend(tx))]);
    return reply(c, shown);
  }

  async function put(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { settings, stepUp } = parseJson(body, MethodsPut);
    const change = { device, seen: versionSeen(c), settings, stepUp };
    const sites = await sitesOf();
    await db.write(async (tx) => {
      await device.spend(tx);
      await replace(tx, change, sites);
    });
    return reply(c, await viewFor(device));
  }

  /** Applications that can have settings of their own. */
  const sitesOf = async () => (await needs.applications.list()).filter(({ id }) => id !== OWN_APPLICATION);

  type Sites = Awaited<ReturnType<typeof sitesOf>>;

  async function knownTo(query: Kysely<Schema>, user: UserId, sites: Sites) {
    const browsers = await browsersOf(query, user);
    return {
      browsers,
      devices: new Set(browsers.map(({ id }) => id)),
      applications: new Set<ApplicationId>(sites.map(({ id }) => id)),
    };
  }

  async function viewFor({ id, user }: DeviceCall): Promise<MethodsView> {
    const sites = await sitesOf();
    const { browsers, ...known } = await knownTo(db.read, user, sites);
    const { version, settings } = await readKept(db.read, user);
    return {
      version,
      settings: withoutGone(settings, known),
      browsers: browsers.map((browser) => ({
        device: browser.id,
        name: browser.name,
        here: browser.id === id,
      })),
      applications: sites.map((site) => ({ id: site.id, name: site.name })),
      ...(await registry.standOf(user)),
    };
  }

  /** @throws `version_conflict`, `bad_request`, `step_up_needed`, `user_disabled` */
  async function replace(tx: Tx, { device, seen, settings, stepUp }: Change, sites: Sites): Promise<void> {
    const { user } = device;
    if ((await needs.users.find(tx.query, user))?.status !== 'active') throw new Refusal('user_disabled');
    const kept = await readKept(tx.query, user);
    // Said before a proof is asked for that would be for nothing; the statement below is what decides.
    if (kept.version !== seen) throw new Refusal('version_conflict');
    const known = await knownTo(tx.query, user, sites);
    if (!isKnown(settings, known)) throw new Refusal('bad_request');
    const weaker = weakens(withoutGone(kept.settings, known), settings);
    if (weaker) await requireProof(tx, device, stepUp);
    const replaced = await replaceSettings(tx.query, { user, seen, settings, now: clock.now() });
    if (!replaced) throw new Refusal('version_conflict');
    await audit.record(tx, {
      event: 'methods.changed',
      ...(weaker && { reason: 'weaker' }),
      user,
      device: device.id,
      detail: { version: seen + 1 },
    });
    tx.changed(`user:${user}`);
  }

  async function requireProof(tx: Tx, { id, user }: DeviceCall, stepUp: TransactionId | null): Promise<void> {
    if (stepUp === null) throw new Refusal('step_up_needed');
    await needs.stepUp.require(tx, { transaction: stepUp, device: id, user, purpose: 'methods_change' });
  }

  function reply(c: HttpContext, shown: MethodsView): Response {
    c.header('ETag', `"${shown.version}"`);
    return c.json(shown);
  }

  const http = newRoutes();
  http.get(routes.deviceMethods, show);
  http.put(routes.deviceMethods, put);
  return http;
}

/** RFC 9110 §13.1.1; of the forms it allows, the one that our replies carry. @throws `version_missing` */
function versionSeen(c: HttpContext): number {
  const [, version] = /^"(\d{1,9})"$/.exec(c.req.header('if-match') ?? '') ?? [];
  if (version === undefined) throw new Refusal('version_missing');
  return Number(version);
}

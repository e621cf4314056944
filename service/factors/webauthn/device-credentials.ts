import { CredentialId } from '../../../lib/protocol/ids.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { DeviceRegistrationBegin, DeviceRemoval } from '../../../lib/protocol/step-up.ts';
import { CredentialRename, RegistrationPost } from '../../../lib/protocol/webauthn.ts';
import { type HttpContext, newRoutes, parseJson, pathId, readBytes, userAgentOf } from '../../http/http.ts';
import { hashOf, secretToken } from '../../ids.ts';
import type { Floor } from '../../room.ts';
import type { Challenges } from './challenges.ts';
import type { WebauthnNeeds } from './needs.ts';
import type { Registrations } from './registrations.ts';

interface DeviceOptions {
  needs: WebauthnNeeds;
  challenges: Challenges;
  registrations: Registrations;
}

/** What a paired browser may do with its person's authenticators; what adds or removes one takes a step-up. */
export function createDeviceCredentials(
  { db, random }: Pick<Floor, 'db' | 'random'>,
  { needs, challenges, registrations }: DeviceOptions,
) {
  async function list(c: HttpContext): Promise<Response> {
    const device = await needs.devices.authenticate(c);
    const [own] = await Promise.all([
      needs.credentials.of(db.read, device.user),
      db.write((tx) => device.spend(tx)),
    ]);
    return c.json({ credentials: own.map(needs.credentials.viewOf) });
  }

  /** The ticket opens the same ceremony on the service's own page, for browsers that let no extension page run it. */
  async function begin(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { stepUp, kind } = parseJson(body, DeviceRegistrationBegin);
    const ticket = secretToken(random);
    const challenge = await db.write(async (tx) => {
      await device.spend(tx);
      const purpose = 'credential_add';
      await needs.stepUp.require(tx, { transaction: stepUp, device: device.id, user: device.user, purpose });
      const asker = { purpose: 'register', device: device.id } as const;
      return challenges.issue(tx, asker, {
        purpose: 'register',
        user_id: device.user,
        transaction_id: stepUp,
        device_id: device.id,
        kind,
        ticket_hash: hashOf(ticket),
      });
    });
    return c.json({ options: await registrations.optionsFor(challenge), ticket });
  }

  async function finish(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { response, name } = parseJson(body, RegistrationPost);
    await db.write((tx) => device.spend(tx));
    const challenge = await challenges.open(db.read, { purpose: 'register', device: device.id });
    const credential = await registrations.finish(
      challenge,
      { response, name, userAgent: userAgentOf(c) },
      { origins: needs.extensionOrigins },
    );
    return c.json({ credential: needs.credentials.viewOf(credential) });
  }

  async function rename(c: HttpContext): Promise<Response> {
    const id = pathId(c, CredentialId);
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { name } = parseJson(body, CredentialRename);
    const credential = await db.write(async (tx) => {
      await device.spend(tx);
      return needs.credentials.rename(tx, { id, user: device.user, device: device.id }, name);
    });
    return c.json({ credential: needs.credentials.viewOf(credential) });
  }

  async function remove(c: HttpContext): Promise<Response> {
    const id = pathId(c, CredentialId);
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { stepUp } = parseJson(body, DeviceRemoval);
    const own = { id, user: device.user, device: device.id };
    await db.write(async (tx) => {
      await device.spend(tx);
      const purpose = 'credential_remove';
      await needs.stepUp.require(tx, { transaction: stepUp, device: device.id, user: device.user, purpose });
      await needs.credentials.endOwn(tx, own);
    });
    return c.json({});
  }

  const http = newRoutes();
  http.get(routes.deviceCredentials, list);
  http.post(routes.deviceRegistrationBegin, begin);
  http.post(routes.deviceCredentials, finish);
  http.patch(routes.deviceCredential, rename);
  http.post(routes.deviceCredentialRemoval, remove);
  return http;
}

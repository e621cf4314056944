import type { Hono } from 'hono';
import type { Kysely } from 'kysely';
import { Refusal } from '../../../lib/protocol/errors.ts';
import {
  type ApplicationId,
  type DeviceId,
  OWN_APPLICATION,
  TokenId,
  type TransactionId,
  type UserId,
} from '../../../lib/protocol/ids.ts';
import { PasscodeConfirmation, PrintedPost, type PrintedView } from '../../../lib/protocol/passcodes.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import type { Row, Schema } from '../../db/schema.ts';
import { type HttpContext, type HttpEnv, newRoutes, parseJson, pathId, readBytes } from '../../http/http.ts';
import type { Floor, Tx } from '../../room.ts';
import { createEnvelope, type Delivered } from './envelope.ts';

interface Holder {
  device: DeviceId;
  user: UserId;
}

/** A device that has proven itself in this call. */
interface DeviceCall {
  id: DeviceId;
  user: UserId;
  spend(tx: Tx): Promise<void>;
}

/** What the calls of paired browsers need of other rooms. */
export interface DeviceRoutesNeeds {
  passcodes: {
    browserTokens: {
      /** The same secret again until it is confirmed. */
      offer(tx: Tx, holder: Holder): Promise<Delivered>;
      /** @throws `passcode_wrong`, `not_found` */
      confirm(tx: Tx, confirmation: { holder: Holder; token: TokenId; passcode: string }): Promise<void>;
    };
    printed: {
      view(query: Kysely<Schema>, user: UserId): Promise<PrintedView>;
      /** @throws `too_many` */
      draw(user: UserId): Promise<{ codes: string[]; hashes: string[] }>;
      /** Answers when. */
      replace(tx: Tx, replaced: Holder & { hashes: readonly string[] }): Promise<number>;
    };
  };
  devices: {
    authenticate(c: HttpContext, body?: Uint8Array | null): Promise<DeviceCall>;
    find(query: Kysely<Schema>, id: DeviceId): Promise<Row<'devices'> | null>;
  };
  users: { find(query: Kysely<Schema>, id: UserId): Promise<Row<'people'> | null> };
  policies: {
    effective(
      query: Kysely<Schema>,
      about: { application: ApplicationId; user: UserId | null },
    ): Promise<{ passcodes: 'on' | 'off'; browserApproval: 'off' | 'click' | 'user_verification' }>;
  };
  stepUp: {
    /** @throws `step_up_needed`, `user_disabled` */
    require(
      tx: Tx,
      asked: { transaction: TransactionId; device: DeviceId; user: UserId; purpose: 'printed_codes_make' },
    ): Promise<void>;
  };
  signing: { sign(payload: object, typ: string): string };
}

/** What paired browsers ask about passcodes. */
export function createDeviceRoutes(floor: Floor, needs: DeviceRoutesNeeds): Hono<HttpEnv> {
  const { db } = floor;
  const { browserTokens, printed } = needs.passcodes;
  const envelope = createEnvelope(floor, needs);

  async function offer(c: HttpContext): Promise<Response> {
    const device = await needs.devices.authenticate(c);
    const offered = await db.write(async (tx) => {
      await device.spend(tx);
      await requireOwnCodes(tx, device);
      return browserTokens.offer(tx, holderOf(device));
    });
    const row = await needs.devices.find(db.read, device.id);
    if (!row) throw new Refusal('device_unknown');
    return c.json({ token: offered.token, jwe: await envelope(row, offered) });
  }

  async function confirm(c: HttpContext): Promise<Response> {
    const token = pathId(c, TokenId);
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { passcode } = parseJson(body, PasscodeConfirmation);
    await db.write(async (tx) => {
      await device.spend(tx);
      await requireOwnCodes(tx, device);
      await browserTokens.confirm(tx, { holder: holderOf(device), token, passcode });
    });
    return c.json({});
  }

  async function left(c: HttpContext): Promise<Response> {
    const device = await needs.devices.authenticate(c);
    await db.write(async (tx) => {
      await device.spend(tx);
      await requireCodes(tx, device.user);
    });
    return c.json(await printed.view(db.read, device.user));
  }

  /** The step-up is looked at before the slow work, which strangers must not cause, and again with the change. */
  async function print(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { stepUp: transaction } = parseJson(body, PrintedPost);
    const requireLeave = async (tx: Tx): Promise<void> => {
      const asked = { transaction, device: device.id, user: device.user } as const;
      await needs.stepUp.require(tx, { ...asked, purpose: 'printed_codes_make' });
      await requireCodes(tx, device.user);
    };
    await db.write(async (tx) => {
      await device.spend(tx);
      await requireLeave(tx);
    });
    const { codes, hashes } = await printed.draw(device.user);
    const madeAt = await db.write(async (tx) => {
      await requireLeave(tx);
      await requirePaired(tx, device);
      return printed.replace(tx, { ...holderOf(device), hashes });
    });
    return c.json({ codes, madeAt });
  }

  /** By the policy under which people get as far as their own settings. */
  const policyOf = (tx: Tx, user: UserId) =>
    needs.policies.effective(tx.query, { application: OWN_APPLICATION, user });

  async function requireCodes(tx: Tx, user: UserId): Promise<void> {
    if ((await policyOf(tx, user)).passcodes === 'off') throw new Refusal('passcode_off');
  }

  /** A code of the browser alone would go round an approval that also takes the computer's authenticator. */
  async function requireOwnCodes(tx: Tx, { user }: DeviceCall): Promise<void> {
    if ((await needs.users.find(tx.query, user))?.status !== 'active') throw new Refusal('user_disabled');
    await requireCodes(tx, user);
    if ((await policyOf(tx, user)).browserApproval === 'user_verification') throw new Refusal('passcode_off');
  }

  /** The browser may have been reported or removed while the codes were made. */
  async function requirePaired(tx: Tx, { id }: DeviceCall): Promise<void> {
    const status = (await needs.devices.find(tx.query, id))?.status;
    if (status !== 'active')
      throw new Refusal(status === 'suspended' ? 'device_suspended' : 'device_unknown');
  }

  const http = newRoutes();
  http.post(routes.devicePasscode, offer);
  http.post(routes.devicePasscodeConfirmation, confirm);
  http.get(routes.devicePrintedCodes, left);
  http.post(routes.devicePrintedCodes, print);
  return http;
}

const holderOf = ({ id, user }: DeviceCall): Holder => ({ device: id, user });

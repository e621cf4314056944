import { randomBytes } from 'node:crypto';
import { expect } from 'vitest';
import { SECOND } from '../../../lib/ports/clock.ts';
import type { DeviceId, UserId } from '../../../lib/protocol/ids.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { TestService } from '../../fakes/service.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { TestToken } from '../../fakes/token.ts';

type Kind = 'h6' | 'h8' | 't6' | 't8';

interface Given {
  user: UserId;
  type?: Kind;
  counter?: number;
}

/** A hardware token that somebody has in their hand. */
export async function giveToken(service: TestService, { user, type = 'h6', counter = 0 }: Given) {
  const { floor, passcodes } = service.rooms;
  const secret = randomBytes(20);
  const serial = randomBytes(6).toString('hex');
  const period = type.startsWith('t') ? 30 : 0;
  const taken = await floor.db.write((tx) =>
    passcodes.hardwareTokens.add(tx, [{ serial, type, secret, counter, period, user }]),
  );
  expect(taken).toEqual([]);
  const token = new TestToken(secret, Number(type[1]));
  const at = (moving: number): string => token.code(moving);
  return {
    serial,
    at,
    /** The code on its display now, or so many steps from now. */
    shown: (steps = 0): string => at(Math.floor(service.clock.now() / SECOND / 30) + steps),
  };
}

/** The codes of a paired browser, whose vault has them. */
export async function giveBrowserCodes(
  { service }: Stage,
  { device, user, confirmed = true }: { device: TestDevice; user: UserId; confirmed?: boolean },
) {
  const { floor, passcodes } = service.rooms;
  const holder = { device: device.id as DeviceId, user };
  const { token, secret } = await floor.db.write((tx) => passcodes.browserTokens.offer(tx, holder));
  const codes = new TestToken(secret);
  const at = (counter: number): string => codes.code(counter);
  if (confirmed) {
    await floor.db.write((tx) => passcodes.browserTokens.confirm(tx, { holder, token, passcode: at(0) }));
  }
  return { at };
}

export async function print({ service }: Stage, { device, user }: { device: TestDevice; user: UserId }) {
  const { floor, passcodes } = service.rooms;
  const { codes, hashes } = await passcodes.printed.draw(user);
  const made = { user, device: device.id as DeviceId, hashes };
  await floor.db.write((tx) => passcodes.printed.replace(tx, made));
  return codes;
}

export async function giveBypass(
  { service }: Stage,
  { user, uses = 1, minutes = 60 }: { user: UserId; uses?: number; minutes?: number },
): Promise<string> {
  const [made] = await service.rooms.passcodes.bypass.make(user, { count: 1, uses, minutes });
  return made?.code ?? '';
}

export const type = (prompt: TestPrompt, passcode: string): Promise<Reply> =>
  prompt.post('promptPasscode', { passcode });

/** At a fresh prompt. */
export const signIn = async ({ site }: Stage, username: string, passcode: string): Promise<Reply> =>
  type(await site.begin(username), passcode);

/** Right by no more than bad luck: one in a million. */
export const wrong = (right: string): string => (right.startsWith('0') ? '1' : '0') + right.slice(1);

export const failuresOf = async ({ service }: Stage, user: UserId): Promise<number | undefined> =>
  (await service.rooms.users.find(service.rooms.floor.db.read, user))?.failures;

export const lastEvents = ({ service }: Stage, user: UserId) =>
  service.rooms.floor.db.read
    .selectFrom('audit')
    .select(['event', 'reason', 'detail', 'device_id'])
    .where('event', 'like', 'passcode.%')
    .where('user_id', '=', user)
    .orderBy('id', 'desc')
    .execute();

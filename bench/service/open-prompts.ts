import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { ApplicationId, TransactionId, UserId } from '../../lib/protocol/ids.ts';
import { TRANSACTION_LIFE, transactionCookie } from '../../lib/protocol/prompt.ts';
import { hashOf } from '../../service/ids.ts';
import type { Tx } from '../../service/room.ts';
import { openRooms, type Rooms } from '../../service/rooms.ts';
import { systemClock, systemRandom } from '../../service/system.ts';
import { site } from './service-process.ts';

/** One sign-in that has come as far as its prompt. */
export interface OpenPrompt<Way> {
  id: string;
  /** As the browser sends it. */
  cookie: string;
  challenge: string;
  /** By which the person proves themselves. */
  way: Way;
}

export interface OpenPrompts<Way> {
  data: string;
  origin: string;
  people: number;
  /** Sign-ins of each. */
  rounds: number;
  /** Gives a person what they prove themselves with. */
  enrol(tx: Tx, person: { rooms: Rooms; user: UserId; turn: number }): Promise<Way>;
}

const quiet = { info() {}, warn() {}, error() {} };

/** Fills a data folder with people and their prompts, before the service starts on it. */
export async function prepareOpenPrompts<Way>({
  data,
  origin,
  people,
  rounds,
  enrol,
}: OpenPrompts<Way>): Promise<OpenPrompt<Way>[][]> {
  const secretFile = join(data, 'secret.key');
  const log = quiet;
  const rooms = await openRooms({ origin, data, secretFile, clock: systemClock, random: systemRandom, log });
  const add = (username: string, turn: number): Promise<OpenPrompt<Way>[]> =>
    rooms.floor.db.write(async (tx) => {
      const user = await rooms.users.add(tx, { username, displayName: username, email: null });
      if (!user) throw new Error('The user name is taken.');
      const way = await enrol(tx, { rooms, user, turn });
      const prompts = Array.from({ length: rounds }, () => ({
        id: token(16),
        challenge: token(16),
        secret: token(32),
      }));
      await tx.query
        .insertInto('transactions')
        .values(
          prompts.map(({ id, challenge, secret }) => ({
            id: id as TransactionId,
            application_id: site.clientId as ApplicationId,
            user_id: user,
            cookie_hash: hashOf(secret),
            challenge,
            state: 'choosing' as const,
            revision: 1,
            refusal: null,
            username,
            redirect_uri: site.redirectUri,
            site_state: token(24),
            nonce: null,
            duo_code: 0,
            request_hash: hashOf(id),
            address: '127.0.0.1',
            user_agent: '',
            factor: null,
            device_id: null,
            device_name: null,
            approved_at: null,
            created_at: systemClock.now(),
            expires_at: systemClock.now() + TRANSACTION_LIFE,
          })),
        )
        .execute();
      return prompts.map(({ id, challenge, secret }) => ({
        id,
        challenge,
        cookie: `${transactionCookie(id)}=${secret}`,
        way,
      }));
    });
  const each = await Promise.all(Array.from({ length: people }, (_, turn) => add(`person-${turn}`, turn)));
  await rooms.close();
  return Array.from({ length: rounds }, (_, round) => each.flatMap((prompts) => prompts[round] ?? []));
}

const token = (bytes: number): string => randomBytes(bytes).toString('base64url');

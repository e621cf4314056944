import type { Kysely } from 'kysely';
import * as v from 'valibot';
import { Refusal } from '../../lib/protocol/errors.ts';
import { DeviceId } from '../../lib/protocol/ids.ts';
import type { Row, Schema } from '../db/schema.ts';

type Find = (query: Kysely<Schema>, id: DeviceId) => Promise<Row<'devices'> | null>;

/** The device that a proof names. @throws `device_unknown` also for one that was removed */
export const createSpeaker = (find: Find) =>
  async function speaker(query: Kysely<Schema>, kid: unknown): Promise<Row<'devices'>> {
    const id = v.safeParse(DeviceId, kid);
    const device = id.success ? await find(query, id.output) : null;
    if (!device || device.status === 'removed') throw new Refusal('device_unknown');
    return device;
  };

export function refuseSuspended({ status }: Row<'devices'>): void {
  if (status === 'suspended') throw new Refusal('device_suspended');
}

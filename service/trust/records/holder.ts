import { sql } from 'kysely';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import type { Row } from '../../db/schema.ts';

/** What stands for a browser: the key of a paired one, or a cookie's family. */
export type Holder = { device: DeviceId } | { family: string };

export const holderId = (holder: Holder): string => ('device' in holder ? holder.device : holder.family);

/** The same of a row, as the unique index has it. */
export const HOLDER = sql<string>`COALESCE(device_id, family_id)`;

/** The table holds that it is exactly one of the two. */
export const holderOf = ({ device_id, family_id }: Row<'trusts'>): Holder =>
  device_id ? { device: device_id } : { family: family_id ?? '' };

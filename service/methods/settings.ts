import { type Kysely, sql } from 'kysely';
import * as v from 'valibot';
import type { DeviceId, UserId } from '../../lib/protocol/ids.ts';
import { defaultMethodSettings, MethodSettings } from '../../lib/protocol/methods.ts';
import type { Method } from '../../lib/protocol/prompt.ts';
import type { Schema } from '../db/schema.ts';
import { change, statement } from '../db/statement.ts';

const rowOf = statement<{ user: UserId }>()((query, { user }) =>
  query.selectFrom('method_settings').selectAll().where('user_id', '=', user),
);

interface Write {
  user: UserId;
  /** The version that was changed; 0 where nothing was set yet. */
  seen: number;
  settings: string;
  now: number;
}

/** Only what was seen is replaced. The row is there before the first change where a method has succeeded. */
const write = change<Write>()(
  (_query, { user, seen, settings, now }) => sql`
  INSERT INTO method_settings (user_id, version, settings, updated_at)
  SELECT ${user}, ${seen} + 1, ${settings}, ${now}
  WHERE ${seen} = 0 OR EXISTS (SELECT 1 FROM method_settings WHERE user_id = ${user} AND version = ${seen})
  ON CONFLICT (user_id) DO UPDATE
    SET version = excluded.version, settings = excluded.settings, updated_at = excluded.updated_at
    WHERE version = ${seen}`,
);

interface Success {
  user: UserId;
  method: Method;
  /** The browser that approved; null where none did. */
  device: DeviceId | null;
  now: number;
}

/** Most people succeed with what they succeeded with last: that writes nothing. */
export const learnSuccess = change<Success>()(
  (_query, { user, method, device, now }) => sql`
  INSERT INTO method_settings (user_id, version, settings, last_method, last_device_id, updated_at)
  VALUES (${user}, 0, '', ${method}, ${device}, ${now})
  ON CONFLICT (user_id) DO UPDATE
    SET last_method = excluded.last_method,
      last_device_id = COALESCE(excluded.last_device_id, last_device_id)
    WHERE last_method IS NOT excluded.last_method
      OR last_device_id IS NOT COALESCE(excluded.last_device_id, last_device_id)`,
);

/** What is kept of one person. */
export interface Kept {
  /** Grows with each change by the person; 0 before the first. */
  version: number;
  settings: MethodSettings;
  lastMethod: Method | null;
  lastDevice: DeviceId | null;
}

const nothing: Kept = { version: 0, settings: defaultMethodSettings, lastMethod: null, lastDevice: null };

export async function readKept(query: Kysely<Schema>, user: UserId): Promise<Kept> {
  const [row] = await rowOf(query, { user });
  if (!row) return nothing;
  return {
    version: row.version,
    settings: row.version === 0 ? defaultMethodSettings : v.parse(MethodSettings, JSON.parse(row.settings)),
    lastMethod: row.last_method,
    lastDevice: row.last_device_id,
  };
}

/** False where it was changed since it was seen. */
export const replaceSettings = async (
  query: Kysely<Schema>,
  { settings, ...seen }: Omit<Write, 'settings'> & { settings: MethodSettings },
): Promise<boolean> => (await write(query, { ...seen, settings: JSON.stringify(settings) })) > 0;

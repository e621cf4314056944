import * as v from 'valibot';
import { DeviceId, TokenId } from '../protocol/ids.ts';
import { ServiceKeys } from '../protocol/keys.ts';
import { DeviceKeys } from './keys.ts';

/** One pairing of this browser: one service, one person, one device id. */
export const Account = v.object({
  device: DeviceId,
  origin: v.string(),
  username: v.string(),
  displayName: v.string(),
  deviceName: v.string(),
  status: v.picklist(['active', 'device_unknown', 'device_suspended']),
  keys: DeviceKeys,
  /** Pinned: what the service says counts only if one of them signed it. */
  serviceKeys: ServiceKeys,
  /** Ids of notices that the person has put away. */
  dismissed: v.array(v.string()),
  /** Its own passcodes, once the service has sent their secret; `confirmed`: the service knows that they are kept. */
  passcodes: v.optional(v.object({ token: TokenId, confirmed: v.boolean() })),
});
export type Account = v.InferOutput<typeof Account>;

/** What every call of a paired device says: who speaks, and to which service. */
export const about = ({ keys, device, origin }: Account) => ({ speaker: { key: keys.sign, device }, origin });

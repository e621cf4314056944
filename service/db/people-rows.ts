import type { Generated } from 'kysely';
import type { DeviceId, GroupId, UserId } from '../../lib/protocol/ids.ts';
import type { Method } from '../../lib/protocol/prompt.ts';

export interface UserRow {
  id: UserId;
  /** As the operator wrote it. */
  username: string;
  /** NFKC, lower case: what look-ups use. */
  username_key: string;
  display_name: string;
  email: string | null;
  status: 'active' | 'bypass' | 'disabled';
  /** When a bypass ends; null for the other statuses. */
  status_until: Generated<number | null>;
  /** What a bypass returns to when it ends; null: to `active`. */
  status_after: Generated<'disabled' | null>;
  /** Consecutive wrong secrets. */
  failures: number;
  /** When the lock-out began and when it ends by itself; null when not locked, or locked until unlocked. */
  locked_at: number | null;
  locked_until: number | null;
  created_at: number;
  /** No sign-in that was approved before makes a browser trusted: what ended all trust was later. */
  trust_from: Generated<number>;
}

export interface GroupRow {
  id: GroupId;
  name: string;
  /** NFKC, lower case: what look-ups use. */
  name_key: string;
  status: 'active' | 'bypass' | 'disabled';
  /** When a bypass ends; null for the other statuses. */
  status_until: number | null;
  /** What a bypass returns to when it ends; null: to `active`. */
  status_after: Generated<'disabled' | null>;
  created_at: number;
}

export interface GroupMemberRow {
  user_id: UserId;
  group_id: GroupId;
}

/** The view of people with what their groups add: disabled by themselves or by a group. */
export interface PersonRow extends Omit<UserRow, 'status' | 'status_until' | 'status_after' | 'trust_from'> {
  status: 'active' | 'disabled';
  /** Until when their own bypass lets them pass; null where they have none. */
  status_until: number | null;
  /** What their own bypass returns to when it ends; null: to `active`. */
  status_after: 'disabled' | null;
  /** Until when a group's bypass lets them pass. */
  group_bypass_until: number | null;
  trust_from: number;
}

export interface MethodSettingsRow {
  user_id: UserId;
  /** Grows with each change by the person; 0 before the first. */
  version: number;
  /** JSON, see lib/protocol/methods.ts; empty before the first change. */
  settings: string;
  /** What they last succeeded with, in whatever browser, and the browser that approved last. */
  last_method: Method | null;
  last_device_id: DeviceId | null;
  updated_at: number;
}

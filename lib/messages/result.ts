import * as v from 'valibot';
import { type ErrorCode, isErrorCode } from '../protocol/errors.ts';

export type Result<Value> = { ok: true; value: Value } | { ok: false; error: ErrorCode };

/** The reply of every message: a value, or a refusal as its code. */
export const result = <const Value extends v.GenericSchema>(value: Value) =>
  v.variant('ok', [
    v.object({ ok: v.literal(true), value }),
    v.object({ ok: v.literal(false), error: v.custom<ErrorCode>(isErrorCode) }),
  ]);

export const nothing = v.object({});

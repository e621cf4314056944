import * as v from 'valibot';

/** The stream must be proven within this time, and is never silent for longer than the second, in milliseconds. */
export const STREAM_PROOF_LIMIT = 3_000;
export const STREAM_BEAT = 20_000;

/** Service → device. `hint` says that the inbox changed, never what. */
export const ServerFrame = v.variant('type', [
  v.object({ type: v.literal('nonce'), nonce: v.string() }),
  v.object({ type: v.literal('ready') }),
  v.object({ type: v.literal('hint'), id: v.string() }),
  v.object({ type: v.literal('beat') }),
]);
export type ServerFrame = v.InferOutput<typeof ServerFrame>;

/** Device → service: the proof first, then one `beat` for each `beat`. */
export const DeviceFrame = v.variant('type', [
  v.object({ type: v.literal('proof'), proof: v.pipe(v.string(), v.maxLength(2_048)) }),
  v.object({ type: v.literal('beat') }),
]);
export type DeviceFrame = v.InferOutput<typeof DeviceFrame>;

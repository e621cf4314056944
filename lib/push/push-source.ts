import type { DeviceId } from '../protocol/ids.ts';

/** One device to listen for. */
export interface Watched {
  device: DeviceId;
  origin: string;
  /** The proof that opens a stream, over the service's nonce. */
  prove(nonce: string): Promise<string>;
}

/**
 * One way in which requests arrive. A source says only *that* an inbox may have changed; it keeps no news to itself:
 * whatever was missed while it was away, it hints at when it is back.
 */
export interface PushSource {
  /** Harmless when the device is watched already. */
  watch(watched: Watched): void;
  forget(device: DeviceId): void;
}

export type Hint = (device: DeviceId) => void;

import type { DeviceId } from '../protocol/ids.ts';
import type { Hint, PushSource } from './push-source.ts';

/** Looks whenever it is woken, except where something faster is awake. The net behind the stream. */
export function createPoll({ hint, isCovered }: { hint: Hint; isCovered: (device: DeviceId) => boolean }) {
  const watched = new Set<DeviceId>();
  const source: PushSource = {
    watch: ({ device }) => void watched.add(device),
    forget: (device) => void watched.delete(device),
  };
  return {
    ...source,
    /** The alarm rang. */
    wake(): void {
      for (const device of watched) if (!isCovered(device)) hint(device);
    },
  };
}

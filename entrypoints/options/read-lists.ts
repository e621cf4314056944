import type { AccountView, Overview, Result } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';

type Device = AccountView['device'];

/**
 * What the services tell of every account that works. Something may change while they are asked; then they are asked
 * once more.
 */
export function createLists<Value>(ask: (device: Device) => Promise<Result<Value>>, onChange: () => void) {
  let known: Record<string, Value | ErrorCode> = {};
  let isReading = false;
  let isStale = false;

  async function readAll(accounts: readonly AccountView[]): Promise<void> {
    const active = accounts.filter(({ status }) => status === 'active');
    const lists = await Promise.all(
      active.map(async ({ device }) => {
        const reply = await ask(device);
        return [device, reply.ok ? reply.value : reply.error] as const;
      }),
    );
    known = Object.fromEntries(lists);
    onChange();
  }

  async function read({ accounts }: Overview): Promise<void> {
    isStale = isReading;
    if (isReading) return;
    isReading = true;
    do {
      isStale = false;
      await readAll(accounts);
    } while (isStale);
    isReading = false;
  }

  /** What a service told unasked, in answer to a change. */
  function keep(device: Device, value: Value): void {
    known = { ...known, [device]: value };
    onChange();
  }

  return { snapshot: () => known, read, keep };
}

import type { Refusal } from '../protocol/errors.ts';
import { forgetStepUp } from './begin-step-up.ts';
import { advance, type Change } from './change.ts';
import type { Rooms } from './rooms.ts';

/** A proof from before may have ended at the service sooner than here; then the person is asked anew. */
export async function giveUp(rooms: Rooms, change: Change, { code }: Refusal): Promise<void> {
  if (code === 'step_up_needed') await forgetStepUp(rooms, change);
  if (code === 'step_up_needed' && change.reused) {
    await advance(rooms, change, { step: 'asking', reused: false });
    return;
  }
  await advance(rooms, change, { step: 'failed', error: code });
  // The page there says that it goes on; what went wrong is told where it began.
  if (change.step === 'proved' && change.tab !== null) await rooms.ports.tabs.close(change.tab);
}

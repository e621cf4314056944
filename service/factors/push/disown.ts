import { Refusal } from '../../../lib/protocol/errors.ts';
import type { PushId } from '../../../lib/protocol/ids.ts';
import { NOT_ME_WINDOW } from '../../../lib/protocol/push.ts';
import type { Floor, Tx } from '../../room.ts';
import type { DeviceCall, PushNeeds } from './needs.ts';

/**
 * "Not you?": another of the person's devices says that an approval was not theirs. The code is voided if the
 * site has not used it yet, the sign-in ends, and the device that approved is suspended, with the one that asked for
 * it as a step-up.
 */
export function createDisown({ clock, audit }: Pick<Floor, 'clock' | 'audit'>, needs: PushNeeds) {
  return async function disown(tx: Tx, { device, push: id }: { device: DeviceCall; push: PushId }) {
    await device.spend(tx);
    const push = await tx.query
      .updateTable('pushes')
      .set({ disowned_at: clock.now() })
      .where('id', '=', id)
      .where('user_id', '=', device.user)
      .where('state', '=', 'approved')
      .where('disowned_at', 'is', null)
      .where('decided_by', '<>', device.id)
      .where('decided_at', '>', clock.now() - NOT_ME_WINDOW)
      .returningAll()
      .executeTakeFirst();
    if (!push?.decided_by) throw new Refusal('not_me_too_late');
    const approver = { device: push.decided_by, since: push.decided_at ?? push.created_at };
    const outcome = await needs.sites.revoke(tx, push.transaction_id, approver);
    await needs.transactions.move(tx, {
      id: push.transaction_id,
      event: 'refused',
      refusal: 'disowned',
    });
    const asker = (await needs.stepUp.askerOf(tx, push.transaction_id))?.device ?? push.decided_by;
    for (const end of new Set([push.decided_by, asker]))
      if (end !== device.id) await needs.devices.end(tx, end, { status: 'suspended', reason: 'disowned' });
    await audit.record(tx, {
      event: 'push.disowned',
      reason: outcome,
      alert: true,
      user: push.user_id,
      application: push.application_id,
      device: device.id,
      transaction: push.transaction_id,
      detail: { push: push.id, approvedBy: push.decided_by },
    });
    tx.changed(`user:${push.user_id}`);
    return outcome;
  };
}

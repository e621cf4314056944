import type { ErrorCode } from '../../../lib/protocol/errors.ts';
import type { TransactionId, UserId } from '../../../lib/protocol/ids.ts';
import { type Readiness, STRENGTH } from '../../../lib/protocol/methods.ts';
import type { PromptPush, PushPart } from '../../../lib/protocol/prompt.ts';
import { statement } from '../../db/statement.ts';
import type { Floor, Tx } from '../../room.ts';
import { requiredAnswer } from './answer.ts';
import { hasDevice } from './has-device.ts';
import { type Elsewhere, elsewhere } from './limits.ts';
import type { Asked, Look, PartFacts, PushNeeds, Transaction } from './needs.ts';
import { shownNumber } from './shown-number.ts';
import { startsByItself } from './starts.ts';
import { wishedAmong } from './target.ts';

/** With the name of the one browser that was asked, also if that has ended since. */
const latestOf = statement<{ transaction: TransactionId }>()((query, { transaction }) =>
  query
    .selectFrom('pushes')
    .leftJoin('devices as target', 'target.id', 'pushes.target_id')
    .selectAll('pushes')
    .select('target.name as target_name')
    .where('pushes.transaction_id', '=', transaction)
    .orderBy('pushes.created_at', 'desc')
    .limit(1),
);

type Latest = Awaited<ReturnType<typeof latestOf>>[number];

/** Push as the prompt sees it; see prompt/factor.ts for what each member promises. */
export function createView({ db, clock }: Pick<Floor, 'db' | 'clock'>, needs: PushNeeds) {
  const found = new WeakMap<Asked, ReturnType<PushNeeds['devices']['active']>>();

  const lapsed = async (user: UserId): Promise<boolean> =>
    (await needs.devices.list(user)).some(({ status }) => status !== 'active');

  /** The person's browsers, read once for each look: what it shows is of what it found ready. */
  function browsersFor(asked: Asked): ReturnType<PushNeeds['devices']['active']> {
    const known = found.get(asked);
    if (known) return known;
    const reading = needs.devices.active(asked.user);
    found.set(asked, reading);
    return reading;
  }

  async function readiness(asked: Asked): Promise<Readiness[]> {
    const devices = (await browsersFor(asked)).map(({ name }) => name);
    const enrolled = devices.length > 0;
    const why = enrolled ? await whyNot(asked) : 'method_missing';
    return [{ method: 'push', enrolled, ready: why === null, why, strength: STRENGTH.push, devices }];
  }

  async function whyNot({ locked, policy, transaction }: Asked): Promise<ErrorCode | null> {
    if (policy.browserApproval === 'off') return 'push_off';
    // A number can be guessed; a click where the prompt is open cannot. Where nothing is left open, the prompt says so.
    if (!locked || policy.lockout.scope === 'all' || !transaction) return null;
    return (await needs.prompt.anyPresent(db.read, transaction.id)) ? null : 'locked_elsewhere';
  }

  async function part(
    look: Look,
    { methods, present, wishes }: PartFacts,
  ): Promise<{ push: PushPart | null }> {
    const { transaction, locked } = look;
    const [latest] = await latestOf(db.read, { transaction: transaction.id });
    const active = wishes ? await browsersFor(look) : [];
    // Somebody without a browser looks like a name that nobody has.
    if (!latest && active.length === 0) return { push: null };
    const now = clock.now();
    // Nobody sends again while one waits, nor after it was approved.
    const open = active.length > 0 && (transaction.state === 'choosing' || transaction.state === 'enrolling');
    const held = open && !present ? await elsewhere(db.read, look, now) : null;
    const first = open && latest === undefined && methods.some(({ ready }) => ready);
    const push: PushPart = {
      latest: latest ? await show(latest, look, methods) : null,
      retryAt: held && retryAt(held, now),
      starts: first && wishes !== null && (await startsByItself(db.read, { look, wishes, held, now })),
      browsers: active.map(({ id, name }) => ({ device: id, name })),
      to: wishes && !locked ? wishedAmong(wishes, active) : null,
    };
    return { push };
  }

  async function show(
    push: Latest,
    { policy, locked }: Look,
    methods: PartFacts['methods'],
  ): Promise<PromptPush> {
    const waiting = push.state === 'pending';
    const canShowNumber = push.can_show_number === 1;
    return {
      id: push.id,
      state: waiting && push.expires_at <= clock.now() ? 'expired' : push.state,
      kind: push.kind,
      devices: push.target_name === null ? methods.flatMap(({ devices }) => devices) : [push.target_name],
      number: waiting ? await shownNumber(db.read, { push, policy, sealing: needs.sealing }) : null,
      numberElsewhere: !locked && requiredAnswer(policy, { present: false, canShowNumber }) === 'number',
      reason: push.reason,
      elsewhereRefused: push.elsewhere_refused === 1,
      createdAt: push.created_at,
      expiresAt: push.expires_at,
    };
  }

  /** Presence that arrives while a request waits upgrades it; the devices re-read what they may do. */
  async function present(tx: Tx, { id, user_id }: Transaction): Promise<void> {
    await tx.query
      .updateTable('pushes')
      .set({ kind: 'here' })
      .where('transaction_id', '=', id)
      .where('state', '=', 'pending')
      .execute();
    if (user_id) tx.changed(`user:${user_id}`);
  }

  return { enrolled: hasDevice, lapsed, readiness, part, present };
}

function retryAt({ from, mutedUntil }: Elsewhere, now: number): number | null {
  const at = Math.max(from, mutedUntil ?? now);
  return at > now ? at : null;
}

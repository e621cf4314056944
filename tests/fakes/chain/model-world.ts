import { PROOF_WINDOW } from '../../../lib/protocol/proof.ts';
import { follow, judge, mint, readChain, writeChain } from '../../../service/chain.ts';
import type { Call, Served, Side, Stage, World } from './world.ts';

interface Proof {
  id: number;
  iat: number;
  number: number;
  weighs: boolean;
}

/**
 * The chain in memory, for schedules of many thousand steps: the service's own rules (`service/chain.ts`) between a
 * gate and two browsers that are as short as can be. Tokens are bare numbers here.
 */
export function modelWorld(): World {
  let now = Date.UTC(2026, 0, 5, 9);
  let proofs = 0;
  let suspensions = 0;
  let service = { chain: '', suspended: false, used: new Set<number>() };
  const copyOf = (kept: typeof service) => ({ ...kept, used: new Set(kept.used) });
  const backups: (typeof service)[] = [];
  const offsets = [0, 0];
  const held: (string | null)[] = [null, null];

  const refused = (error: string): Served => ({ error, successor: null });

  function serve({ id, iat, number, weighs }: Proof): Served {
    if (Math.abs(now - iat) > PROOF_WINDOW) return refused('proof_expired');
    if (service.suspended) return refused('device_suspended');
    const chain = readChain(service.chain);
    const presented = judge(chain, number, now);
    if (presented === 'forked') {
      service.suspended = true;
      suspensions += 1;
      return refused('device_suspended');
    }
    if (service.used.has(id)) return refused('proof_replayed');
    service.used.add(id);
    const comesBack = presented === 'successor' || presented === 'ahead';
    const minted = presented === 'current' ? mint(chain, { now, weighs }) : null;
    const next = comesBack ? follow(chain, number, now) : minted;
    if (next) service.chain = writeChain(next);
    return { error: null, successor: minted && String(minted.highest) };
  }

  async function begin(side: Side, weighs: boolean): Promise<Call> {
    const iat = Math.floor((now + (offsets[side] ?? 0)) / 1_000) * 1_000;
    let stage: Stage = 'timed';
    let carried: string | null = null;
    let successor: string | null = null;
    let proof: Proof | null = null;
    const steps: Partial<Record<Stage, () => Stage>> = {
      timed() {
        carried = held[side] ?? null;
        proof = { id: ++proofs, iat, number: Number(carried ?? 0), weighs };
        return 'sent';
      },
      adopting() {
        if (held[side] === carried) held[side] = successor;
        return 'adopted';
      },
      adopted: () => 'done',
    };
    return {
      stage: () => stage,
      async step() {
        stage = steps[stage]?.() ?? stage;
      },
      async serve() {
        if (!proof) throw new Error('nothing was sent');
        return serve(proof);
      },
      async arrive(answer) {
        successor = answer.successor;
        stage = successor === null ? 'done' : 'adopting';
      },
    };
  }

  return {
    pass(milliseconds) {
      now += milliseconds;
    },
    setOffset(side, milliseconds) {
      offsets[side] = milliseconds;
    },
    begin,
    // What is adopted is strictly durable.
    async losePower() {},
    async copyProfile() {
      held[1] = held[0] ?? null;
    },
    async backUp() {
      backups.push(copyOf(service));
    },
    async restore(which) {
      const backup = backups[which % backups.length];
      if (backup) service = copyOf(backup);
      return backup !== undefined;
    },
    suspensions: async () => suspensions,
  };
}

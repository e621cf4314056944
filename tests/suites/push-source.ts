import { beforeEach, describe, expect, it } from 'vitest';
import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { PushSource, Watched } from '../../lib/push/push.ts';

/** What a suite needs to play the service to one adapter. */
export interface PushSourceStage {
  source: PushSource;
  /** Every hint so far. */
  hints: DeviceId[];
  /** Something changes for this device; returns once the adapter could know. */
  change(device: DeviceId): Promise<void>;
  /** The way to the service breaks and comes back. */
  interrupt(device: DeviceId): Promise<void>;
}

const watched = (letter: string): Watched => ({
  device: `DB${letter.repeat(18)}` as DeviceId,
  origin: 'https://sso.example.org',
  prove: async (nonce) => `proof of ${nonce}`,
});

/** What every way in which requests arrive promises. */
export function describePushSource(name: string, open: () => PushSourceStage): void {
  describe(`${name}, as a push source`, () => {
    const alex = watched('A');
    const sam = watched('B');
    let stage: PushSourceStage;
    const hintsFor = ({ device }: Watched) => stage.hints.filter((hint) => hint === device).length;
    beforeEach(() => {
      stage = open();
    });

    it('hints when something changed', async () => {
      stage.source.watch(alex);
      await stage.change(alex.device);
      const before = hintsFor(alex);
      await stage.change(alex.device);
      expect(hintsFor(alex)).toBeGreaterThan(before);
    });

    it('hints after an interruption, for what was missed', async () => {
      stage.source.watch(alex);
      await stage.change(alex.device);
      const before = hintsFor(alex);
      await stage.interrupt(alex.device);
      expect(hintsFor(alex)).toBeGreaterThan(before);
    });

    it('is told twice and hints once', async () => {
      stage.source.watch(alex);
      stage.source.watch(alex);
      await stage.change(alex.device);
      const before = hintsFor(alex);
      await stage.change(alex.device);
      expect(hintsFor(alex)).toBe(before + 1);
    });

    it('keeps devices apart, and says nothing of one that was forgotten', async () => {
      stage.source.watch(alex);
      stage.source.watch(sam);
      await stage.change(sam.device);
      stage.source.forget(alex.device);
      const before = hintsFor(alex);
      await stage.change(alex.device);
      await stage.change(sam.device);
      expect(hintsFor(alex)).toBe(before);
      expect(hintsFor(sam)).toBeGreaterThan(0);
    });

    it('watches again what was forgotten', async () => {
      stage.source.watch(alex);
      stage.source.forget(alex.device);
      stage.source.watch(alex);
      await stage.change(alex.device);
      expect(hintsFor(alex)).toBeGreaterThan(0);
    });

    it('does not mind forgetting what it never watched', () => {
      expect(() => stage.source.forget(sam.device)).not.toThrow();
    });
  });
}

import type { UserId } from '../../../lib/protocol/ids.ts';
import { CHALLENGE_LIFE } from '../../../lib/protocol/webauthn.ts';
import { opaqueId } from '../../ids.ts';
import type { Floor } from '../../room.ts';

interface Question {
  /** Null where nobody has the name that was given. */
  user: UserId | null;
  expiresAt: number;
}

/**
 * Questions to people whom no sign-in has led here: whoever asks is a stranger, and costs the database nothing.
 * In memory, since an answer that is lost with the process is only asked for again.
 */
export function createQuestions({ clock, random }: Pick<Floor, 'clock' | 'random'>) {
  /** The oldest first. */
  const open = new Map<string, Question>();

  function dropOld(now: number): void {
    for (const [challenge, { expiresAt }] of open) {
      if (expiresAt > now) return;
      open.delete(challenge);
    }
  }

  return {
    /** Answers the challenge. */
    ask(user: UserId | null): string {
      const now = clock.now();
      dropOld(now);
      const challenge = opaqueId(random);
      open.set(challenge, { user, expiresAt: now + CHALLENGE_LIFE });
      return challenge;
    },

    /** Uses it up, be the answer right or wrong; null where it was used, is too old or was never asked. */
    take(challenge: string): Question | null {
      const question = open.get(challenge);
      open.delete(challenge);
      return question && question.expiresAt > clock.now() ? question : null;
    },
  };
}

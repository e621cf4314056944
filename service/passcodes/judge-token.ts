import { hotp } from '../../lib/otp/otp.ts';
import type { UserId } from '../../lib/protocol/ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { type Match, match, NO_RESYNC, type Resync } from './match.ts';
import { type Outcome, type Source, tokenName, USED, WRONG } from './outcome.ts';
import { acceptCode, acceptResync, moveResync, tokensOf } from './token-moves.ts';
import { digitsOf, openKey } from './token-secret.ts';

type Token = Awaited<ReturnType<typeof tokensOf>>[number];

/** What one of the person's tokens says of the code. */
interface Verdict<Said = Match> {
  token: Token;
  match: Said;
}
type Right = Verdict<Extract<Match, { result: 'accepted' }>>;
const isRight = (verdict: Verdict): verdict is Right => verdict.match.result === 'accepted';

interface Guess {
  user: UserId;
  code: string;
  /** Whether the codes of paired browsers count. */
  browsers: boolean;
}

/** Codes of hardware tokens and paired browsers: worked out outside the database's transaction, and counted in it. */
export function createJudgeToken(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  { sealing }: { sealing: Pick<Sealing, 'open'> },
) {
  function verdictOf(token: Token, { code, browsers }: Guess): Verdict {
    const fits = digitsOf(token.type) === code.length && (browsers || token.device_id === null);
    if (!fits) return { token, match: { result: 'wrong', resync: NO_RESYNC } };
    const key = openKey(sealing, token);
    return { token, match: match(token, { code, now: clock.now(), codeAt: (at) => hotp(key, at) }) };
  }

  return async function judgeToken(guess: Guess): Promise<(tx: Tx) => Promise<Outcome>> {
    const tokens = await tokensOf(db.read, { user: guess.user });
    const verdicts = tokens.map((token) => verdictOf(token, guess));
    return async (tx) => {
      const right = verdicts.find(isRight);
      if (right) return accept(tx, { user: guess.user, right, verdicts });
      if (verdicts.some(({ match }) => match.result === 'used')) return USED;
      for (const { token, match } of verdicts) {
        if (match.result === 'wrong') await setResync(tx, token, match.resync);
      }
      return WRONG;
    };
  };

  async function accept(
    tx: Tx,
    { user, right, verdicts }: { user: UserId; right: Right; verdicts: readonly Verdict[] },
  ): Promise<Outcome> {
    const now = clock.now();
    const usedBy = ({ token: { id }, match: { counter } }: Right) => ({ id, user, counter, now });
    const accepted = right.match.resynced
      ? await acceptResync(tx.query, { ...usedBy(right), hits: right.token.resync_hits })
      : await acceptCode(tx.query, usedBy(right));
    if (!accepted) return USED;
    for (const other of verdicts) {
      if (other === right) continue;
      // What shows the same code, as a token that was imported twice does, has used it up as well.
      if (isRight(other)) await acceptCode(tx.query, usedBy(other));
      else await setResync(tx, other.token, NO_RESYNC);
    }
    return { accepted: sourceOf(right.token) };
  }
}

/** Leaves it as it is where another try has moved it meanwhile. */
async function setResync(tx: Tx, token: Token, resync: Resync): Promise<void> {
  if (token.resync_hits === 0 && resync.resync_hits === 0) return;
  const { id, counter, resync_next, resync_hits } = token;
  await moveResync(tx.query, {
    id,
    ...resync,
    seenCounter: counter,
    seenNext: resync_next,
    seenHits: resync_hits,
  });
}

const sourceOf = ({ id, serial, device_id, device_name }: Token): Source =>
  device_id
    ? { factor: 'passcode', name: device_name ?? '', device: device_id, id }
    : { factor: 'hardware_token', name: tokenName(serial ?? ''), device: null, id };

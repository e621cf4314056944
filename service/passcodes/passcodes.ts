import type { UserId } from '../../lib/protocol/ids.ts';
import type { Floor, Tx } from '../room.ts';
import type { Sealing } from '../sealing/sealing.ts';
import { createTries } from '../tries.ts';
import { createBrowserTokens } from './browser-tokens.ts';
import { createBypass } from './bypass.ts';
import { createHardwareTokens } from './hardware-tokens.ts';
import { createHoldings } from './holdings.ts';
import { createJudgeList } from './judge-list.ts';
import { createJudgeToken } from './judge-token.ts';
import type { Outcome } from './outcome.ts';
import { createPrinted } from './printed.ts';
import { readPasscode } from './read-passcode.ts';
import { createSlowHash } from './slow-hash.ts';

/** How many codes one person may try. */
const GUESSES_A_MINUTE = 10;

/** What the store of passcodes needs of other rooms. */
export interface PasscodesNeeds {
  sealing: Sealing;
}

/** A code that somebody typed for themselves. */
export interface Guess {
  user: UserId;
  /** As `read` gives it. */
  code: string;
  /** Whether the codes of paired browsers count. */
  browsers: boolean;
}

/** Codes that people type: of paired browsers, hardware tokens, printed lists and the help desk (§5.7, §5.8). */
export function createPasscodes(floor: Floor, { sealing }: PasscodesNeeds) {
  const slowHash = createSlowHash(sealing);
  const judgeToken = createJudgeToken(floor, { sealing });
  const judgeList = createJudgeList(floor, { slowHash });

  return {
    read: readPasscode,
    /** Counts one try, before anything is worked out for it. @throws `too_many` */
    countGuess: createTries(floor, { ofOne: GUESSES_A_MINUTE }),
    holdings: createHoldings(floor),
    /** Works out what a code is worth. What it gives says so for good, in the transaction of what the code allows. */
    judge: (guess: Guess): Promise<(tx: Tx) => Promise<Outcome>> =>
      guess.code.length <= 8 ? judgeToken(guess) : judgeList(guess),
    hardwareTokens: createHardwareTokens(floor, { sealing }),
    browserTokens: createBrowserTokens(floor, { sealing }),
    printed: createPrinted(floor, { slowHash }),
    bypass: createBypass(floor, { slowHash }),
  };
}

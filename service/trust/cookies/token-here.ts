import type { UserId } from '../../../lib/protocol/ids.ts';
import { browserName } from '../../http/browser-name.ts';
import { type HttpContext, userAgentOf } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
import type { Families } from './families.ts';
import type { Token, TrustCookie } from './trust-cookie.ts';

/**
 * What the browser that asks holds for this person: null where its cookie stands for nothing. Then the cookie may be
 * deleted (`drops`), but only by an answer that is given at once: a late one would delete what a "yes" in another tab
 * has set meanwhile. One that has come into a browser of another name counts for nothing there, and proves nothing
 * either: a browser may call itself as it likes.
 */
export function createTokenHere(
  { db }: Pick<Floor, 'db'>,
  { cookie, families }: { cookie: TrustCookie; families: Families },
) {
  return async function tokenHere(
    c: HttpContext,
    user: UserId,
    { drops = false }: { drops?: boolean } = {},
  ): Promise<Token | null> {
    const token = cookie.read(c, user);
    if (!token) return null;
    const family = await families.find(db.read, token);
    if (!family && drops) cookie.drop(c, user);
    return family?.browser === browserName(userAgentOf(c)) ? token : null;
  };
}

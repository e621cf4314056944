import { getCookie, setCookie } from 'hono/cookie';
import * as v from 'valibot';
import { DAY, SECOND } from '../../lib/ports/clock.ts';
import type { UserId } from '../../lib/protocol/ids.ts';
import { Method } from '../../lib/protocol/prompt.ts';
import type { HttpContext } from '../http/http.ts';
import type { MethodsNeeds } from './needs.ts';

const COOKIE = '__Host-last-method';

/** What browsers keep at most (RFC 6265bis §5.5). */
const LIFE = 400 * DAY;

/** A browser that more people share is told of the last ones only. */
const MOST = 8;

/** Enough to tell those few people apart; it names nobody to whoever reads the cookie. */
const MARK = 8;

interface Hint {
  mark: string;
  method: Method;
}

/**
 * What succeeded last in this browser, for each of the people who use it. The browser keeps it, so it is no more than
 * a hint: whatever it says, it only chooses among what is ready.
 */
export function createHintCookie({ sealing }: Pick<MethodsNeeds<never>, 'sealing'>) {
  const markOf = (user: UserId): string =>
    sealing.derive('last method', user).toString('base64url').slice(0, MARK);

  return {
    lastHere(c: HttpContext, user: UserId): Method | null {
      const mark = markOf(user);
      return hintsIn(c).find((hint) => hint.mark === mark)?.method ?? null;
    },

    leave(c: HttpContext, user: UserId, method: Method): void {
      const mark = markOf(user);
      const others = hintsIn(c).filter((hint) => hint.mark !== mark);
      const hints = [{ mark, method }, ...others].slice(0, MOST);
      setCookie(c, COOKIE, hints.map((hint) => `${hint.mark}.${hint.method}`).join('~'), {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
        maxAge: LIFE / SECOND,
      });
    },
  };
}

const hintsIn = (c: HttpContext): Hint[] =>
  (getCookie(c, COOKIE) ?? '').split('~', MOST).flatMap((part) => {
    const [mark = '', method] = part.split('.', 2);
    return mark.length === MARK && v.is(Method, method) ? [{ mark, method }] : [];
  });

import { getCookie, setCookie } from 'hono/cookie';
import type { ApplicationId, UserId } from '../../../lib/protocol/ids.ts';
import { TRUST_DECLINED_COOKIE } from '../../../lib/protocol/trust.ts';
import type { HttpContext } from '../../http/http.ts';
import type { Sealing } from '../../sealing/sealing.ts';

/** What somebody said no to; null: all applications. */
interface Declined {
  user: UserId;
  application: ApplicationId | null;
}

/** How many a browser remembers; the oldest is asked again. */
const KEPT = 20;

/** An explicit "no", remembered until the browser is closed, in marks that name neither person nor application. */
export function createDeclined({ derive }: Pick<Sealing, 'derive'>) {
  const markOf = ({ user, application }: Declined): string =>
    derive('trust-declined', `${user} ${application ?? 'all'}`).toString('base64url', 0, 8);

  const marksOf = (c: HttpContext): string[] =>
    (getCookie(c, TRUST_DECLINED_COOKIE) ?? '').split('.').filter((mark) => /^[A-Za-z0-9_-]{11}$/.test(mark));

  return {
    has: (c: HttpContext, declined: Declined): boolean => marksOf(c).includes(markOf(declined)),

    keep(c: HttpContext, declined: Declined): void {
      const marks = [...new Set([markOf(declined), ...marksOf(c)])].slice(0, KEPT);
      setCookie(c, TRUST_DECLINED_COOKIE, marks.join('.'), {
        path: '/',
        secure: true,
        httpOnly: true,
        sameSite: 'Lax',
      });
    },
  };
}

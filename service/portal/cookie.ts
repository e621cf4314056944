import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SECOND } from '../../lib/ports/clock.ts';
import { PORTAL_COOKIE, PORTAL_LIFE } from '../../lib/protocol/portal.ts';
import type { HttpContext } from '../http/http.ts';

/** No other site's link or form takes it along. */
const where = { path: '/', secure: true, httpOnly: true, sameSite: 'Strict' } as const;

export const giveCookie = (c: HttpContext, secret: string): void =>
  setCookie(c, PORTAL_COOKIE, secret, { ...where, maxAge: PORTAL_LIFE / SECOND });

export const cookieOf = (c: HttpContext): string | undefined => getCookie(c, PORTAL_COOKIE);

export const dropCookie = (c: HttpContext): void => void deleteCookie(c, PORTAL_COOKIE, where);

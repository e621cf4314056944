import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { SECOND } from '../../../lib/ports/clock.ts';
import type { UserId } from '../../../lib/protocol/ids.ts';
import { TRUST_COOKIE } from '../../../lib/protocol/trust.ts';
import type { HttpContext } from '../../http/http.ts';
import { isSameSecret } from '../../ids.ts';
import type { Sealing } from '../../sealing/sealing.ts';

/** What a cookie says: which family, the random half that proves it, and how far its counter has come. */
export interface Token {
  family: string;
  series: string;
  number: number;
}

const FORMAT = /^([A-Za-z0-9_-]{22})\.([A-Za-z0-9_-]{43})\.(\d{1,15})\.([A-Za-z0-9_-]{22})$/;
/** Of how many people a browser keeps one: each comes with every request, and a longer one would be refused. */
const KEPT = 20;
const OPTIONS = { path: '/', secure: true, httpOnly: true, sameSite: 'Lax' } as const;

export type TrustCookie = ReturnType<typeof createTrustCookie>;

/**
 * The cookie that stands for a browser without the extension. Each person who uses it has one of their own there,
 * under a name that names nobody; so nobody's "yes" replaces another's trust, or takes it over with a copied cookie.
 */
export function createTrustCookie({ derive }: Pick<Sealing, 'derive'>) {
  const nameOf = (user: UserId): string =>
    `${TRUST_COOKIE}-${derive('trust-cookie-name', user).toString('base64url', 0, 8)}`;

  /** Over the person as well: under somebody else's name the cookie is nothing. */
  const macOf = (user: UserId, { family, number }: Pick<Token, 'family' | 'number'>): string =>
    derive('trust-cookie', `${user} ${family} ${number}`).toString('base64url', 0, 16);

  const drop = (c: HttpContext, user: UserId): void => void deleteCookie(c, nameOf(user), OPTIONS);

  /** Where this is one too many, others give way; the oldest come first (RFC 6265 §5.4). */
  function makeRoom(c: HttpContext, own: string): void {
    const others = Object.keys(getCookie(c)).filter(
      (name) => name.startsWith(`${TRUST_COOKIE}-`) && name !== own,
    );
    for (const name of others.slice(0, 1 - KEPT)) deleteCookie(c, name, OPTIONS);
  }

  return {
    /** Null where the browser sends none of this person's, or none that we have made. */
    read(c: HttpContext, user: UserId): Token | null {
      const cookie = getCookie(c, nameOf(user));
      if (cookie === undefined) return null;
      const [, family = '', series = '', digits, mac = ''] = FORMAT.exec(cookie) ?? [];
      const token = { family, series, number: Number(digits) };
      if (isSameSecret(mac, macOf(user, token))) return token;
      drop(c, user);
      return null;
    },

    /** `life` in milliseconds. */
    set(c: HttpContext, user: UserId, { token, life }: { token: Token; life: number }): void {
      const { family, series, number } = token;
      const maxAge = Math.ceil(life / SECOND);
      const value = `${family}.${series}.${number}.${macOf(user, token)}`;
      makeRoom(c, nameOf(user));
      setCookie(c, nameOf(user), value, { ...OPTIONS, maxAge });
    },

    drop,
  };
}

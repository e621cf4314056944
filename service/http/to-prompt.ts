import { setCookie } from 'hono/cookie';
import { SECOND } from '../../lib/ports/clock.ts';
import { TRANSACTION_LIFE, transactionCookie } from '../../lib/protocol/prompt.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import type { HttpContext } from './http.ts';

/** A transaction that was just opened, and the secret of the one browser that may act for it. */
export interface Opened {
  id: string;
  cookie: string;
}

/** Makes the browser that asks the owner of the transaction, and sends it to the prompt (§2.3, step 7). */
export function toPrompt(c: HttpContext, { id, cookie }: Opened): Response {
  setCookie(c, transactionCookie(id), cookie, {
    path: '/',
    secure: true,
    httpOnly: true,
    sameSite: 'Lax',
    maxAge: TRANSACTION_LIFE / SECOND,
  });
  return c.redirect(pathTo('prompt', id), 303);
}

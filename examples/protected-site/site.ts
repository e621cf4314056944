import { timingSafeEqual } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { csrf } from 'hono/csrf';
import { HTTPException } from 'hono/http-exception';
import { secureHeaders } from 'hono/secure-headers';
import { homePage, problemPage, signInPage, styles } from './pages.ts';
import type { Person } from './people.ts';
import type { SecondFactor } from './second-factor.ts';
import { createSessions } from './sessions.ts';

export interface SiteOptions {
  checkPassword: (username: string, password: string) => Person | null;
  secondFactor: SecondFactor;
  /** The second factor's origin: the sign-in form leads there. */
  serviceOrigin: string;
  now: () => number;
}

const COOKIE = 'campus-portal';

export function createSite({ checkPassword, secondFactor, serviceOrigin, now }: SiteOptions): Hono {
  const sessions = createSessions(now);
  const site = new Hono();

  site.use(protection(serviceOrigin), csrf(), bodyLimit({ maxSize: 4_096 }));
  site.get('/site.css', (c) => c.body(styles, 200, { 'Content-Type': 'text/css; charset=utf-8' }));

  site.get('/', (c) => {
    const session = sessions.find(getCookie(c, COOKIE));
    return c.html(session?.stage === 'whole' ? homePage(session) : signInPage());
  });

  site.post('/sign-in', async (c) => {
    const form = await c.req.parseBody();
    const person = checkPassword(String(form.username ?? ''), String(form.password ?? ''));
    if (!person) return c.html(signInPage('That user name and password do not belong together.'), 401);
    try {
      await secondFactor.check();
    } catch (error) {
      return failClosed(c, error);
    }
    const state = secondFactor.newState();
    beginSession(c, { stage: 'half', person, state });
    return c.redirect(await secondFactor.promptUrl(person.username, state), 303);
  });

  site.get('/callback', async (c) => {
    const { state = '', duo_code: code = '' } = c.req.query();
    const id = getCookie(c, COOKIE);
    const session = sessions.find(id);
    // The state must be the one that this browser was given, or somebody else's sign-in could be slipped in.
    if (session?.stage !== 'half' || !same(session.state, state)) return c.html(foreign, 400);
    sessions.end(id);
    const { person } = session;
    try {
      beginSession(c, { stage: 'whole', person, ...(await secondFactor.verify(code, person.username)) });
    } catch (error) {
      report('the code was refused', error);
      deleteCookie(c, COOKIE);
      return c.html(refused, 403);
    }
    return c.redirect('/', 303);
  });

  site.post('/sign-out', (c) => {
    sessions.end(getCookie(c, COOKIE));
    deleteCookie(c, COOKIE);
    return c.redirect('/', 303);
  });

  site.notFound((c) => c.html(problemPage('Nothing here', 'Check the address.'), 404));
  site.onError((error, c) => {
    if (error instanceof HTTPException) return error.getResponse();
    report('unexpected', error);
    return c.html(problemPage('Something went wrong', 'Nobody was signed in. Try again.'), 500);
  });
  return site;

  function beginSession(c: Context, session: Parameters<typeof sessions.begin>[0]): void {
    sessions.end(getCookie(c, COOKIE));
    // Lax, because the way back from the second factor is a navigation from another site. This example runs on
    // http://127.0.0.1; elsewhere add `secure: true` and the `__Host-` prefix.
    setCookie(c, COOKIE, sessions.begin(session), { httpOnly: true, sameSite: 'Lax', path: '/' });
  }
}

const foreign = problemPage(
  'This sign-in is not yours',
  'It was started in another browser, was finished already, or took too long. Start again.',
);
const refused = problemPage('Not signed in', 'The second step could not be confirmed. Start again.');

/** No second factor, no sign-in: letting people in on the password alone is what an attacker would wait for. */
function failClosed(c: Context, error: unknown): Response | Promise<Response> {
  report('the second factor is not available', error);
  const advice =
    'Your password was right, but the second step is not available, so nobody can sign in. Try later.';
  return c.html(problemPage('Sign-in is not available', advice), 503);
}

const protection = (serviceOrigin: string) =>
  secureHeaders({
    contentSecurityPolicy: {
      defaultSrc: ["'none'"],
      styleSrc: ["'self'"],
      // Browsers apply this to the redirects that follow a form as well.
      formAction: ["'self'", serviceOrigin],
      frameAncestors: ["'none'"],
      baseUri: ["'none'"],
    },
    referrerPolicy: 'no-referrer',
    xFrameOptions: 'DENY',
    strictTransportSecurity: false,
  });

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}

const report = (what: string, error: unknown): void =>
  console.error(`${what}: ${error instanceof Error ? error.message : 'unknown'}`);

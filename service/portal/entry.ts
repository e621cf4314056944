import { Refusal } from '../../lib/protocol/errors.ts';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import { PortalAssertion, PortalAssertionBegin } from '../../lib/protocol/portal.ts';
import { PromptPost } from '../../lib/protocol/prompt.ts';
import { pathTo } from '../../lib/protocol/routes.ts';
import { type HttpContext, readJson, requireOwnOrigin } from '../http/http.ts';
import type { Floor, Tx } from '../room.ts';
import { createTries } from '../tries.ts';
import { giveCookie } from './cookie.ts';
import type { PortalNeeds } from './needs.ts';
import type { OpenedBy } from './opened-by.ts';
import type { Sessions } from './sessions.ts';
import { createWhyNot } from './why-not.ts';

/** The two ways in: from a sign-in that was just approved, or with an authenticator that checks who is there. */
export function createEntry(
  { db, clock, origin }: Pick<Floor, 'db' | 'clock' | 'origin'>,
  { needs, sessions, openedBy }: { needs: PortalNeeds; sessions: Sessions; openedBy: OpenedBy },
) {
  const whyNot = createWhyNot(needs);
  /** Of people who have proven themselves: each opening is a line in the log. */
  const countOpening = createTries({ clock }, { ofOne: 10 });
  /** Of strangers; a name counts whether somebody has it or not. */
  const countAsking = createTries({ clock }, { ofOne: 10, overall: 300 });

  async function fromPrompt(c: HttpContext): Promise<Response> {
    const { transaction } = await needs.prompt.ownerPost(c, PromptPost);
    const user = transaction.user_id;
    if (!user) throw new Refusal('portal_refused');
    countOpening(user);
    const secret = await db.write(async (tx) => {
      const refusal = await whyNot(tx.query, user);
      if (refusal) throw refusal;
      return openFrom(tx, transaction.id);
    });
    giveCookie(c, secret);
    return c.json({ location: pathTo('portal') });
  }

  /** In the place of what this prompt opened before. @throws `portal_refused` where its approval opens nothing */
  async function openFrom(tx: Tx, transaction: TransactionId): Promise<string> {
    const opener = await openedBy(tx.query, transaction);
    if (!opener) throw new Refusal('portal_refused');
    const { signIn, user, device } = opener;
    await sessions.closeOpenedFrom(tx, transaction);
    return sessions.open(tx, {
      user,
      device,
      transaction,
      entry: {
        reason: signIn.factor ?? '',
        application: signIn.application_id,
        detail: { about: signIn.device_name ?? '' },
      },
    });
  }

  /** Answers alike for names that nobody has. */
  async function begin(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { username } = await readJson(c, PortalAssertionBegin);
    const name = needs.users.keyOf(username);
    countAsking(name);
    const person = await needs.users.byName(db.read, username);
    return c.json({ options: await needs.direct.begin({ user: person?.id ?? null, name }) });
  }

  async function finish(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { response } = await readJson(c, PortalAssertion);
    const { user, kind, name, count } = await needs.direct.check(response);
    const entry = { reason: kind, detail: { about: name } };
    const opening = { user, device: null, transaction: null, entry };
    // A use stays counted, whoever is turned away after it.
    const opened = await db.write(async (tx) => {
      const refusal = (await count(tx)) ?? (await whyNot(tx.query, user));
      return refusal ?? sessions.open(tx, opening);
    });
    if (opened instanceof Refusal) throw opened;
    giveCookie(c, opened);
    return c.json({});
  }

  return { fromPrompt, begin, finish };
}

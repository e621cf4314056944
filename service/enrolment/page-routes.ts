import { Refusal } from '../../lib/protocol/errors.ts';
import { PairingId } from '../../lib/protocol/ids.ts';
import {
  type InvitationPairing,
  InvitationPost,
  PromptPairingAnswer,
  PromptPost,
  SetupAnswer,
  SetupPost,
} from '../../lib/protocol/prompt.ts';
import { routes } from '../../lib/protocol/routes.ts';
import { browserName } from '../http/browser-name.ts';
import {
  type HttpContext,
  newRoutes,
  pathId,
  readJson,
  requireOwnOrigin,
  userAgentOf,
} from '../http/http.ts';
import { longPoll } from '../http/long-poll.ts';
import { hashOf, secretToken } from '../ids.ts';
import type { Floor } from '../room.ts';
import type { EnrolmentNeeds } from './needs.ts';
import type { createPairingViews } from './pairing-view.ts';
import type { Pairing } from './pairings.ts';
import { settled } from './settled.ts';
import type { PairingSteps } from './steps.ts';

/** The pages on which a pairing begins: the invitation's own, and the prompt of a person invited inline. */
export function createPageRoutes(
  { db, random, signals, origin }: Floor,
  {
    needs,
    steps,
    views,
  }: { needs: EnrolmentNeeds; steps: PairingSteps; views: ReturnType<typeof createPairingViews> },
) {
  async function beginByInvitation(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { invitation } = await readJson(c, InvitationPost);
    const secret = secretToken(random);
    const browser = browserName(userAgentOf(c));
    const { username, pairing, link } = settled(
      await db.write((tx) =>
        steps.beginByLink(tx, { token: invitation, secretHash: hashOf(secret), browser }),
      ),
    );
    const reply: InvitationPairing = { username, pairing: await views.forPage(pairing, link), secret };
    return c.json(reply);
  }

  /** The pairing that this page began. @throws `not_found`, whoever else's it may be */
  async function ownPairing(c: HttpContext, secret: string): Promise<Pairing> {
    const pairing = await steps.find(db.read, pathId(c, PairingId));
    if (!pairing?.secret_hash || pairing.secret_hash !== hashOf(secret)) throw new Refusal('not_found');
    return pairing;
  }

  async function follow(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { secret, after = 0 } = await readJson(c, SetupPost);
    const pairing = await longPoll(c, signals, {
      topic: `pairing:${c.req.param('id')}`,
      after,
      read: () => ownPairing(c, secret),
    });
    return shown(c, pairing);
  }

  /** A pairing that another one overtook is told apart from one that somebody stopped. */
  async function shown(c: HttpContext, pairing: Pairing): Promise<Response> {
    if (pairing.state === 'refused') {
      const overtaken = await db.write((tx) => steps.overtaken(tx, pairing));
      if (overtaken) throw overtaken;
    }
    return c.json(await views.forPage(pairing));
  }

  async function answer(c: HttpContext): Promise<Response> {
    requireOwnOrigin(c, origin);
    const { secret, match } = await readJson(c, SetupAnswer);
    const { id } = await ownPairing(c, secret);
    return settle(c, { id, match });
  }

  async function settle(c: HttpContext, { id, match }: { id: PairingId; match: boolean }) {
    const pairing = settled(await db.write((tx) => steps.answer(tx, id, { by: 'page', match })));
    return c.json(await views.forPage(pairing));
  }

  async function beginAtPrompt(c: HttpContext): Promise<Response> {
    const { transaction } = await needs.prompt.ownerPost(c, PromptPost);
    const step = await needs.prompt.requireSetUp(transaction, 'push');
    const { pairing, link } = settled(await db.write((tx) => steps.beginAtPrompt(tx, transaction, step)));
    return c.json(await views.forPage(pairing, link));
  }

  async function answerAtPrompt(c: HttpContext): Promise<Response> {
    const { transaction, body } = await needs.prompt.ownerPost(c, PromptPairingAnswer);
    const pairing = await steps.ofTransaction(transaction.id);
    if (!pairing) throw new Refusal('pairing_state');
    return settle(c, { id: pairing.id, match: body.match });
  }

  const http = newRoutes();
  http.post(routes.invitationPairing, beginByInvitation);
  http.post(routes.invitationState, follow);
  http.post(routes.invitationAnswer, answer);
  http.post(routes.promptPairing, beginAtPrompt);
  http.post(routes.promptPairingAnswer, answerAtPrompt);
  return http;
}

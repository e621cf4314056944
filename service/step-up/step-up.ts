import { Refusal } from '../../lib/protocol/errors.ts';
import { TransactionId } from '../../lib/protocol/ids.ts';
import { pathTo, routes } from '../../lib/protocol/routes.ts';
import { StepUpPost } from '../../lib/protocol/step-up.ts';
import { type HttpContext, newRoutes, parseJson, pathId, readBytes, userAgentOf } from '../http/http.ts';
import { toPrompt } from '../http/to-prompt.ts';
import type { Floor, Tx } from '../room.ts';
import { createGranting } from './granting.ts';
import type { StepUpNeeds } from './needs.ts';
import { createOpening } from './opening.ts';

/** "Prove it is you again": a sign-in to the service itself, on its own prompt, whose success is good for one change. */
export function createStepUp(floor: Floor, needs: StepUpNeeds) {
  const { db, origin } = floor;
  const opening = createOpening(floor, needs);
  const granting = createGranting(floor, needs);

  async function begin(c: HttpContext): Promise<Response> {
    const body = await readBytes(c);
    const device = await needs.devices.authenticate(c, body);
    const { purpose } = parseJson(body, StepUpPost);
    const { transaction, secret } = await db.write(async (tx) => {
      await device.spend(tx);
      return opening.begin(tx, { user: device.user, device: device.id, purpose });
    });
    return c.json({ transaction, url: origin + pathTo('stepUp', secret) });
  }

  async function open(c: HttpContext): Promise<Response> {
    // Link checkers ask with HEAD: that must not use the address up.
    if (c.req.method === 'HEAD') return c.body(null, 405, { Allow: 'GET' });
    const asker = { secret: c.req.param('id') ?? '', address: c.get('address'), userAgent: userAgentOf(c) };
    try {
      // A stranger who has none costs no write.
      const opened = (await opening.leads(asker.secret)) && (await db.write((tx) => opening.open(tx, asker)));
      return opened ? toPrompt(c, opened) : needs.pages.error('step_up_gone');
    } catch (thrown) {
      if (thrown instanceof Refusal) return needs.pages.error(thrown.code);
      throw thrown;
    }
  }

  async function done(c: HttpContext): Promise<Response> {
    const transaction = pathId(c, TransactionId);
    if (!(await granting.isGranted(transaction))) return needs.pages.error('step_up_needed');
    return needs.pages.done(transaction);
  }

  const http = newRoutes();
  http.post(routes.deviceStepUps, begin);
  http.get(routes.stepUp, open);
  http.get(routes.stepUpDone, done);

  return {
    routes: http,
    /** The prompt of a step-up has ended; says where its page goes. @throws `step_up_needed` where policy asked for no factor */
    async grant(tx: Tx, { transaction }: { transaction: TransactionId }): Promise<string> {
      await granting.grant(tx, transaction);
      return origin + pathTo('stepUpDone', transaction);
    },
    require: granting.require,
    useUp: granting.useUp,
    askerOf: opening.askerOf,
    purposeOf: opening.purposeOf,
  };
}

export type StepUp = ReturnType<typeof createStepUp>;

import { Hono } from 'hono';
import { type ErrorCode, Refusal } from '../lib/protocol/errors.ts';
import { OWN_APPLICATION } from '../lib/protocol/ids.ts';
import { routes } from '../lib/protocol/routes.ts';
import { sweep } from './db/sweep.ts';
import { createDelivery } from './delivery/delivery.ts';
import { createManaging } from './devices/devices.ts';
import { createEnrolment } from './enrolment/enrolment.ts';
import { createPasscode } from './factors/passcode/passcode.ts';
import { createPush } from './factors/push/push.ts';
import { createWebauthn } from './factors/webauthn/webauthn.ts';
import { clientAddress } from './http/address.ts';
import { limitBody } from './http/body.ts';
import { asRefusal, type HttpEnv, refusalReply } from './http/http.ts';
import type { Pages } from './http/pages.ts';
import { describe, type Log } from './log.ts';
import { createMethods } from './methods/methods.ts';
import { createPortal } from './portal/portal.ts';
import { createPrompt } from './prompt/prompt.ts';
import type { Rooms } from './rooms.ts';
import { createStepUp, type StepUp } from './step-up/step-up.ts';
import { createTrusting } from './trust/trust.ts';
import { createWebSdk } from './web-sdk/web-sdk.ts';

/** No request of this service is longer: tokens, keys and decisions are short. */
const BODY_LIMIT = 16 * 1024;

export interface AppOptions {
  rooms: Rooms;
  pages: Pages;
  log: Log;
  trustProxy: boolean;
  /** The operator's name for an address; null where unknown. */
  placeOf(address: string): string | null;
  /** Extensions whose own pages may run WebAuthn for this service. */
  extensionOrigins: readonly string[];
}

/** Wires the rooms to each other and to HTTP; the one place that knows them all. */
export function createApp({ rooms, pages, log, trustProxy, placeOf, extensionOrigins }: AppOptions) {
  const { floor, sealing, signing, users, policies, applications, devices, credentials, passcodes, trust } =
    rooms;

  const helpDesk = async (): Promise<string> => (await policies.show('global')).helpDesk ?? '';
  const errorPage = async (code: ErrorCode): Promise<Response> => pages.error(code, await helpDesk());

  /** For rooms that step-ups need themselves. */
  const proofs: Pick<StepUp, 'require' | 'useUp' | 'askerOf' | 'purposeOf'> = {
    require: (tx, asked) => stepUp.require(tx, asked),
    useUp: (tx, transaction) => stepUp.useUp(tx, transaction),
    askerOf: (tx, transaction) => stepUp.askerOf(tx, transaction),
    purposeOf: (query, transaction) => stepUp.purposeOf(query, transaction),
  };

  const prompt = createPrompt(floor, {
    get factors() {
      return factors;
    },
    users,
    policies,
    applications,
    devices,
    pages: { prompt: pages.prompt, error: errorPage },
    enrolment: {
      inlineInvitation: (user) => enrolment.inlineInvitation(user),
      pairingOf: (transaction) => enrolment.pairingOf(transaction),
      pairedAt: (query, transaction) => enrolment.pairedAt(query, transaction),
    },
    stepUp: proofs,
    portal: { opens: (query, transaction) => portal.opens(query, transaction) },
    trust: {
      question: (c, transaction) => trusting.question(c, transaction),
      passWithKey: (tx, asked) => trusting.passWithKey(tx, asked),
      heldFor: (c, transaction) => trusting.heldFor(c, transaction),
      passWithCookie: (tx, asked) => trusting.passWithCookie(tx, asked),
    },
    methods: {
      wishesOf: (query, asked) => methods.wishesOf(query, asked),
      succeeded: (tx, success) => methods.succeeded(tx, success),
      lastHere: (c, user) => methods.lastHere(c, user),
      remember: (c, success) => methods.remember(c, success),
    },
    sites: {
      grant: (tx, finished) =>
        finished.application === OWN_APPLICATION ? stepUp.grant(tx, finished) : webSdk.grant(tx, finished),
    },
  });

  const webauthn = createWebauthn(floor, {
    extensionOrigins,
    credentials,
    transactions: prompt.transactions,
    prompt,
    enrolment: { takeInline: (tx, transaction) => enrolment.takeInline(tx, transaction) },
    users,
    policies,
    devices,
    stepUp: proofs,
    sealing,
  });

  const push = createPush(floor, {
    transactions: prompt.transactions,
    prompt,
    policies,
    users,
    devices,
    methods: { wishesOf: (query, asked) => methods.wishesOf(query, asked) },
    confirmation: webauthn.confirmation,
    stepUp: proofs,
    trust,
    sites: {
      async revoke(tx, transaction, approver) {
        await trust.disowned(tx, transaction);
        const brought = await enrolment.disown(tx, transaction, approver);
        for (const party of [approver, ...brought]) await webauthn.disown(tx, transaction, party);
        await passcode.disown(tx, transaction, approver);
        return webSdk.revoke(tx, transaction);
      },
    },
    signing,
    sealing,
    placeOf,
  });

  const passcode = createPasscode(floor, {
    passcodes,
    prompt,
    users,
    policies,
    devices,
    stepUp: proofs,
    signing,
  });

  const trusting = createTrusting(floor, {
    trust,
    prompt,
    users,
    policies,
    applications,
    devices,
    sealing,
    placeOf,
  });

  /** In the order of strength; a new factor is one more. */
  const factors = [webauthn, push, passcode];
  const methods = createMethods(floor, {
    factors,
    users,
    policies,
    applications,
    devices,
    stepUp: proofs,
    sealing,
  });

  const enrolment = createEnrolment(floor, {
    users,
    policies,
    devices,
    proofs: devices,
    keys: signing,
    prompt,
    stepUp: proofs,
  });
  const stepUp = createStepUp(floor, {
    users,
    devices,
    prompt,
    pages: { done: pages.done, error: errorPage },
  });
  const managing = createManaging(floor, { devices, methods, stepUp, enrolment });
  const webSdk = createWebSdk(floor, { applications, prompt, users, trust, errorPage });
  const portal = createPortal(floor, {
    prompt,
    transactions: prompt.transactions,
    stepUp,
    users,
    policies,
    devices,
    credentials,
    enrolment,
    applications,
    direct: webauthn.direct,
    trust: { list: trusting.list, familyHere: trusting.familyHere, forget: trust.forget },
  });
  const delivery = createDelivery(floor, { devices });

  const app = new Hono<HttpEnv>();
  app.use(clientAddress(trustProxy));
  app.use(limitBody(BODY_LIMIT));
  app.get(routes.health, (c) => c.json({ status: 'ok' }));
  app.get(routes.help, async () => pages.help(await helpDesk()));
  for (const room of [
    webSdk,
    prompt,
    trusting,
    stepUp,
    ...factors,
    methods,
    enrolment,
    devices,
    managing,
    portal,
    pages,
  ])
    app.route('/', room.routes);
  app.notFound(() => refusalReply(new Refusal('not_found')));
  app.onError((thrown) => {
    const refusal = asRefusal(thrown);
    if (refusal.code === 'internal') log.error('internal', describe(thrown));
    return refusalReply(refusal);
  });

  /** What time alone brings about, and what other processes do; run every second. */
  async function tick(): Promise<void> {
    if (rooms.changedElsewhere()) rooms.signals.wakeAll();
    await floor.db.write(async (tx) => {
      for (const factor of factors) await factor.expire(tx);
      await users.expire(tx);
      await rooms.groups.expire(tx);
    });
  }

  return {
    fetch: app.fetch,
    methods: { readiness: methods.readiness },
    delivery,
    tick,
    deliverMail: rooms.outbox.deliver,
    sweep: () =>
      floor.db.write(async (tx) => {
        await trust.expire(tx);
        await sweep(tx, floor.clock.now());
      }),
    /** Ends what waits: streams and pages that listen for news. */
    stop(): void {
      delivery.stop();
      rooms.signals.stop();
    },
  };
}

export type App = ReturnType<typeof createApp>;

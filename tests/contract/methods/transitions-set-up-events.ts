import { SECOND } from '../../../lib/ports/clock.ts';
import { type CeremonyOptions, CHALLENGE_LIFE } from '../../../lib/protocol/webauthn.ts';
import { type Alteration, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import { mustClaim, newDevice } from '../enrolment/set-up.ts';
import { type Event, type Events, pushEvents, wait } from './transitions-events.ts';
import type { Walker } from './transitions-people.ts';

type Give = (how?: Partial<Alteration & { origin: string }>) => Promise<Reply>;

const ask: Event<Walker> = ({ prompt, kind }) => prompt.post('promptRegistrationBegin', { kind });

/** Asks, and gives the answer to what was asked then; the refusal itself where nothing was. */
async function asking(walker: Walker, answer: (give: Give) => Promise<Reply>): Promise<Reply> {
  const begun = await ask(walker);
  if (begun.status !== 200) return begun;
  const { prompt, stage, key } = walker;
  const options = begun.body.options as CeremonyOptions;
  const made = key.create(options, { origin: stage.service.origin });
  return answer((how) => {
    const response = how
      ? new TestAuthenticator().create(options, { origin: stage.service.origin, ...how })
      : made;
    return prompt.post('promptRegistration', { response });
  });
}

export const newKeyEvents: Events<Walker> = {
  begin: ask,
  cancel: ({ prompt }) => prompt.post('promptCancel'),
  switch: ({ prompt }) => prompt.post('promptPairing'),
  'time-out': (walker) =>
    asking(walker, async (give) => {
      await walker.stage.service.advance(CHALLENGE_LIFE);
      return give();
    }),
  answer: (walker) => asking(walker, (give) => give()),
  wrong: (walker) => asking(walker, (give) => give({ origin: 'https://portal.example.org' })),
  twice: (walker) =>
    asking(walker, async (give) => {
      await give();
      return give();
    }),
  older: (walker) =>
    asking(walker, async (give) => {
      await ask(walker);
      return give();
    }),
  late: (walker) =>
    asking(walker, async (give) => {
      await walker.prompt.post('promptFinish');
      return give();
    }),
  unasked({ prompt, stage }) {
    const options = { challenge: 'A'.repeat(22), rp: { id: 'localhost' }, user: { id: 'AAAA' } };
    const response = new TestAuthenticator().create(options as unknown as CeremonyOptions, {
      origin: stage.service.origin,
    });
    return prompt.post('promptRegistration', { response });
  },
};

interface Comparing {
  device: TestDevice;
  link: string;
  page: (match: boolean) => Promise<Reply>;
  browser: (match: boolean) => Promise<Reply>;
}

/** A browser has claimed the code, and both ends show the digits; the refusal itself where there is no code. */
async function comparing({ prompt, stage }: Walker, go: (both: Comparing) => Promise<Reply>): Promise<Reply> {
  const begun = await prompt.post('promptPairing');
  if (begun.status !== 200) return begun;
  const link = String(begun.body.link);
  const device = newDevice(stage.service);
  const { answer: browser } = await mustClaim(device, link);
  return go({ device, link, browser, page: (match) => prompt.post('promptPairingAnswer', { match }) });
}

/** The walker goes on with the browser that was paired. */
async function pair(walker: Walker, { device, page, browser }: Comparing): Promise<Reply> {
  const half = await page(true);
  if (half.status !== 200) return half;
  const done = await browser(true);
  device.adopt(String(done.body.device));
  walker.laptop = device;
  return done;
}

export const newBrowserEvents: Events<Walker> = {
  begin: ({ prompt }) => prompt.post('promptPairing'),
  confirm: (walker) => comparing(walker, (both) => pair(walker, both)),
  half: (walker) => comparing(walker, ({ page }) => page(true)),
  stop: (walker) => comparing(walker, ({ page }) => page(false)),
  deny: (walker) => comparing(walker, ({ browser }) => browser(false)),
  twice: (walker) =>
    comparing(walker, async (both) => {
      await pair(walker, both);
      return both.page(true);
    }),
  rival: (walker) =>
    comparing(walker, async ({ link }) => {
      const rival = await newDevice(walker.stage.service).claim(link);
      return rival.refused ?? { status: 200, body: {} };
    }),
  older: (walker) =>
    comparing(walker, async ({ browser }) => {
      await walker.prompt.post('promptPairing');
      return browser(true);
    }),
  switch: (walker) =>
    comparing(walker, async ({ browser }) => {
      await newKeyEvents.answer?.(walker);
      return browser(true);
    }),
  unasked: ({ prompt }) => prompt.post('promptPairingAnswer', { match: true }),
};

const skip: Event<Walker> = ({ prompt }) => prompt.post('promptSkipPractice');

const after =
  (first: Event<Walker> | undefined, then: Event<Walker>): Event<Walker> =>
  async (walker) => {
    await first?.(walker);
    return then(walker);
  };

const approve: Event<Walker> = (walker) => pushEvents.approve?.(walker) as Promise<Reply>;

export const practiceEvents: Events<Walker> = {
  skip,
  twice: after(skip, skip),
  cancelled: after(pushEvents.cancel, skip),
  denied: after(pushEvents.deny, skip),
  'timed out': after(wait(61 * SECOND), skip),
  approve,
  late: after(skip, approve),
  finish: ({ prompt }) => prompt.post('promptFinish'),
};

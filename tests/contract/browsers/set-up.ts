import * as v from 'valibot';
import { BrowserInvited, BrowsersReply } from '../../../lib/protocol/browsers.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { Reply, TestDevice } from '../../fakes/device.ts';
import type { Stage } from '../../fakes/stage.ts';
import { stepUp } from '../../fakes/step-up.ts';
import { deviceView, mustClaim, mustOpen, newDevice } from '../enrolment/set-up.ts';

/** The person's browsers, as one of them sees them. */
export const browsersOf = async (device: TestDevice) =>
  v.parse(BrowsersReply, (await device.call('GET', pathTo('deviceBrowsers'))).body).browsers;

export const namesOf = async (device: TestDevice) => (await browsersOf(device)).map(({ name }) => name);

export const rename = (device: TestDevice, id: string | null, name: string): Promise<Reply> =>
  device.call('PATCH', pathTo('deviceBrowser', id ?? ''), { body: { name } });

export const remove = (device: TestDevice, id: string | null, proof: string): Promise<Reply> =>
  device.call('POST', pathTo('deviceBrowserRemoval', id ?? ''), { body: { stepUp: proof } });

export const invite = (
  device: TestDevice,
  { proof, replaces = null }: { proof: string; replaces?: string | null },
): Promise<Reply> => device.call('POST', pathTo('deviceInviting'), { body: { stepUp: proof, replaces } });

/** The whole way to a link. */
export async function invited(stage: Stage, device: TestDevice, replaces: string | null = null) {
  const reply = await invite(device, { proof: await stepUp(stage, device, 'browser_add'), replaces });
  return v.parse(BrowserInvited, reply.body);
}

/** A browser that follows the link, up to the digits on both sides. */
export async function compare({ service }: Stage, link: string, name = 'New laptop') {
  const device = newDevice(service);
  const page = await mustOpen(service, link);
  const claimed = await mustClaim(device, page.link, name);
  return { device, page, claimed };
}

/** The whole pairing. */
export async function pairBy(stage: Stage, link: string, name?: string): Promise<TestDevice> {
  const { device, page, claimed } = await compare(stage, link, name);
  await page.answer(true);
  device.adopt(deviceView(await claimed.answer(true)).device ?? '');
  return device;
}

import type { UserId } from '../../../lib/protocol/ids.ts';
import { openExtension, type TestExtension } from '../../fakes/extension.ts';
import type { TestService } from '../../fakes/service.ts';
import { invite, mustOpen } from '../enrolment/set-up.ts';

/** A person's invitation page, open in some browser. */
export const invitationOf = async (service: TestService, user: UserId) =>
  mustOpen(service, await invite(service, user));

/** Takes the extension through a pairing in which everybody agrees. */
export async function pairExtension(
  extension: TestExtension,
  page: Awaited<ReturnType<typeof invitationOf>>,
) {
  const { flows, browser, host } = extension;
  await flows.offerPairing(page.link);
  browser.granted.add(host);
  await flows.startPairing();
  await extension.until(async () => (await extension.overview()).pairing?.step === 'compare');
  await flows.answerPairing(true);
  await page.answer(true);
  await extension.until(async () => (await extension.overview()).pairing?.step === 'done');
  await flows.cancelPairing();
}

/** A browser of this person, paired. */
export async function pairedExtension(service: TestService, user: UserId) {
  const extension = openExtension(service);
  await pairExtension(extension, await invitationOf(service, user));
  return extension;
}

import type { HttpCall, HttpReply } from '../../../lib/ports/http.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { routes } from '../../../lib/protocol/routes.ts';
import { openExtension, type TestExtension } from '../../fakes/extension.ts';
import { settle } from '../../fakes/ports.ts';
import type { Stage } from '../../fakes/stage.ts';
import { invitationOf, pairExtension, pairedExtension } from './set-up.ts';

export const unlock = { kind: 'passphrase', passphrase: 'correct horse battery' } as const;

export const isOffer = ({ url }: HttpCall): boolean => url.endsWith(routes.devicePasscode);
export const isConfirmation = ({ url }: HttpCall): boolean => url.endsWith('/confirmation');

/** A person with a browser, and what their passcodes are worth at the prompt. */
export async function newPerson(stage: Stage, name: string, { vaultFirst = false } = {}) {
  const { service, site } = stage;
  const user = await service.addUser(name);
  const extension = vaultFirst ? openExtension(service) : await pairedExtension(service, user);
  if (vaultFirst) {
    await extension.flows.createVault(unlock);
    await pairExtension(extension, await invitationOf(service, user));
  }
  const device = (await extension.overview()).accounts[0]?.device as DeviceId;
  const { browser } = extension;

  const prompt = () => site.begin(name);

  return {
    name,
    user,
    extension,
    device,
    prompt,
    /** Whether the prompt takes passcodes. */
    async ready(): Promise<boolean> {
      const { methods } = await (await prompt()).read();
      return methods.some(({ method, ready }) => method === 'passcode' && ready);
    },
    /** Devices whose own code this browser keeps. */
    kept: async () => (await extension.flows.showVault()).accounts,
    calls: (is: (call: HttpCall) => boolean) => browser.calls.filter(is),
    /** Types the next code into the prompt of a new sign-in, and sends it. Answers what came of it, and the code. */
    async signIn(flows = extension.flows) {
      const shown = await prompt();
      const code = await typed(extension, { device, transaction: shown.transaction }, flows);
      const { status, body } = await shown.post('promptPasscode', { passcode: code });
      return { status, error: body.error, code };
    },
    /** What the network, or whoever sits in it, makes of the calls that fit. */
    intercept(is: (call: HttpCall) => boolean, make: (call: HttpCall, pass: Pass) => Promise<HttpReply>) {
      const before = browser.answer;
      browser.answer = (call) => (is(call) ? make(call, before) : before(call));
      return () => {
        browser.answer = before;
      };
    },
    /** Lets what happens by itself come to its end. */
    async quiet(): Promise<void> {
      for (let turn = 0; turn < 20; turn += 1) await settle();
    },
  };
}
export type Person = Awaited<ReturnType<typeof newPerson>>;
type Pass = (call: HttpCall) => Promise<HttpReply>;

/** Opens a page that asks for a code, and has it filled. */
async function typed(
  { ports, browser }: TestExtension,
  { device, transaction }: { device: DeviceId; transaction: string },
  flows: TestExtension['flows'],
): Promise<string | null> {
  const origin = new URL(browser.calls[0]?.url ?? '').origin;
  const tab = await ports.tabs.open(`${origin}/prompt/${transaction}`);
  const field = { origin, document: `document ${tab}`, typed: null };
  browser.codeFields.set(tab, field);
  await flows.fillPasscode({ device, tab });
  return field.typed;
}

export const unreachable = () => Promise.reject(new TypeError('Failed to fetch'));
/** It arrives, and nobody hears of it. */
export const deaf = async (call: HttpCall, pass: Pass): Promise<HttpReply> => {
  await pass(call);
  return unreachable();
};

import { pathTo } from '../../../lib/protocol/routes.ts';
import type { CeremonyOptions } from '../../../lib/protocol/webauthn.ts';
import type { Place, TestAuthenticator } from '../../fakes/authenticator.ts';
import type { TestExtension } from '../../fakes/extension.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import type { Stage } from '../../fakes/stage.ts';
import { openStepUp } from '../../fakes/step-up.ts';
import { EXTENSION } from '../webauthn/set-up.ts';

/** The tabs of a browser in which a person changes their authenticators, and what the person does in them. */
export function openKeyTabs(stage: Stage, extension: TestExtension) {
  const { browser } = extension;
  const urlOf = (tab: number): string => browser.tabs.get(tab)?.url ?? '';

  /** The newest tab. */
  const newest = (): number => Math.max(...browser.tabs.keys());

  const change = () => extension.flows.showChange();
  const step = async () => (await change())?.step;

  /** The address that the extension opened leads to a prompt, which the content script reports. */
  async function follow(tab = newest()): Promise<TestPrompt> {
    const { prompt } = await openStepUp(stage, urlOf(tab));
    if (!prompt) throw new Error('the step-up did not open');
    await extension.showPrompt(prompt, tab);
    return prompt;
  }

  /** Approves in the popup, and the prompt ends on its last page. */
  async function approve(prompt: TestPrompt, tab = newest()): Promise<void> {
    await prompt.post('promptPush');
    const { device, id } = await extension.waiting();
    await extension.flows.approvePush({ device, push: id });
    await end(prompt, tab);
  }

  async function end(prompt: TestPrompt, tab = newest()): Promise<void> {
    const url = await prompt.finish();
    const shown = browser.tabs.get(tab);
    if (shown) browser.tabs.set(tab, { ...shown, url, prompt: null });
  }

  /** The content script on the last page reports. */
  const report = (prompt: TestPrompt, tab = newest(), origin = stage.service.origin) =>
    extension.flows.stepUpConfirmed({ transaction: prompt.transaction as never, tab, origin });

  async function prove(): Promise<TestPrompt> {
    await extension.until(async () => (await step()) === 'proving');
    const prompt = await follow();
    await approve(prompt);
    await report(prompt);
    return prompt;
  }

  /** The ceremony that a tab shows. */
  async function ceremony(): Promise<{ id: string; tab: number }> {
    await extension.until(async () => (await step()) === 'ceremony');
    const tab = newest();
    return { id: urlOf(tab).split('#')[1] ?? '', tab };
  }

  const register = (
    at: { id: string; tab: number },
    { options, authenticator, place }: Answering,
  ): Promise<void> =>
    extension.flows.finishCeremony(at, {
      use: 'register',
      response: authenticator.create(options, { origin: EXTENSION, ...place }),
    });

  return {
    urlOf,
    newest,
    change,
    step,
    follow,
    approve,
    end,
    report,
    prove,
    ceremony,
    register,
    /** From the click to the authenticator's answer. */
    async add(authenticator: TestAuthenticator): Promise<void> {
      const at = await ceremony();
      const { options } = await extension.flows.takeCeremony(at);
      await register(at, { options, authenticator });
    },
    /** The person closes a tab. */
    async close(tab = newest()): Promise<void> {
      browser.tabs.delete(tab);
      await extension.flows.tabClosed(tab);
    },
    /** Whether the tab shows where the service's own page runs the ceremony. */
    isOwnPage: (tab: number): boolean => urlOf(tab).startsWith(stage.service.origin + pathTo('ceremony')),
  };
}
export type KeyTabs = ReturnType<typeof openKeyTabs>;

interface Answering {
  options: CeremonyOptions;
  authenticator: TestAuthenticator;
  place?: Partial<Place>;
}

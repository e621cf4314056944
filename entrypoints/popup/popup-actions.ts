import type { PopupActions } from '../../components/popup/popup-actions.ts';
import type { MessageName, Reply, Request } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import { hostPattern } from '../../lib/ports/host-pattern.ts';
import type { PageBrowser } from '../../lib/ports/page-browser.ts';
import { findLink } from './find-link.ts';
import { readProfile } from './read-profile.ts';

async function toPrompt(browser: PageBrowser): Promise<void> {
  const tab = await browser.activeTab();
  if (tab !== null) await browser.leaveTo(tab.id);
}

/** The popup's buttons as messages; each is answered after the overview was read again. */
export function popupActions(options: { browser: PageBrowser; reload: () => Promise<void> }): PopupActions {
  const { browser, reload } = options;
  async function tell<Name extends MessageName>(name: Name, request: Request<Name>): Promise<Reply<Name>> {
    const reply = await send(name, request);
    await reload();
    return reply;
  }
  return {
    approve: ({ device, id }, number) =>
      tell('push.approve', { device, push: id, ...(number !== undefined && { number }) }),
    deny: ({ device, id }, reason) => tell('push.deny', { device, push: id, reason }),
    notMe: ({ device, id }) => tell('push.notMe', { device, push: id }),
    dismiss: ({ device, id }) => tell('notice.dismiss', { device, id }),
    openOptions: () => void browser.openOptions(),
    toTrusted: () => void window.open('/options.html#trusted'),
    toPrompt: () => void toPrompt(browser),
    pairing: {
      readPage: () => findLink.onPage(browser),
      scanPage: () => findLink.inPicture(browser),
      offer: (link) => tell('pairing.offer', { link }),
      profile: readProfile,
      allow: (origin) => browser.allow(hostPattern(origin)).catch(() => false),
      start: () => tell('pairing.start', {}),
      answer: (match) => tell('pairing.answer', { match }),
      cancel: () => tell('pairing.cancel', {}),
    },
  };
}

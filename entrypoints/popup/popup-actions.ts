import type { PopupActions } from '../../components/popup/popup-actions.ts';
import { pairingSteps } from '../../lib/messages/pairing-steps.ts';
import { tellAndRead } from '../../lib/messages/tell.ts';
import type { PageBrowser } from '../../lib/ports/page-browser.ts';
import { findLink } from './find-link.ts';

async function toPrompt(browser: PageBrowser): Promise<void> {
  const tab = await browser.activeTab();
  if (tab !== null) await browser.leaveTo(tab.id);
}

/** The popup's buttons as messages; each is answered after the overview was read again. */
export function popupActions(options: { browser: PageBrowser; reload: () => Promise<void> }): PopupActions {
  const { browser, reload } = options;
  const tell = tellAndRead(reload);
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
      ...pairingSteps({ browser, tell }),
    },
  };
}

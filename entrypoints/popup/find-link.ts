import type { ReadLink } from '../../components/pairing/pairing-actions.ts';
import type { PageBrowser } from '../../lib/ports/page-browser.ts';
import { pageMarks } from '../../lib/protocol/marks.ts';

/** An activation link from the tab in front, which only the toolbar button lets us read. */
export const findLink = { onPage, inPicture };

/** A page may offer only links of its own origin's host: its address is the browser's word, not the page's. */
async function onPage(browser: PageBrowser): Promise<ReadLink> {
  const tab = await browser.activeTab();
  if (tab === null || tab.host === null) return { problem: 'unreadable' };
  try {
    const link = await browser.readAttribute(tab.id, pageMarks.activation);
    if (link === null) return { problem: 'nothing' };
    return URL.canParse(link) && new URL(link).host === tab.host ? { link } : { problem: 'foreign' };
  } catch {
    return { problem: 'unreadable' };
  }
}

/** A QR code in what the tab shows. The reader is large and rarely needed, so it is loaded only here. */
async function inPicture(browser: PageBrowser): Promise<ReadLink> {
  try {
    const picture = await browser.picture();
    const { readQr } = await import('../../lib/ports/read-qr.ts');
    const link = await readQr(picture);
    return link === null ? { problem: 'noCode' } : { link };
  } catch {
    return { problem: 'unreadable' };
  }
}

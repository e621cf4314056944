import type { BrowserActions } from '../../components/options/browsers/browser-actions.ts';
import { send } from '../../lib/messages/messages.ts';
import type { Tell } from '../../lib/messages/tell.ts';
import type { OwnBrowser } from '../../lib/protocol/browsers.ts';
import { createLists } from './read-lists.ts';

/** What the section of the person's browsers shows. */
export function createBrowsers({ tell, onChange }: { tell: Tell; onChange: () => void }) {
  const lists = createLists<readonly OwnBrowser[]>(async (device) => {
    const reply = await send('browsers.list', { device });
    return reply.ok ? { ok: true, value: reply.value.browsers } : reply;
  }, onChange);

  const actions: BrowserActions = {
    rename: (device, change) => tell('browser.rename', { device, ...change }),
    remove: (device, browser) => tell('browser.remove', { device, browser }),
    add: (device, replaces) => tell('browser.add', { device, replaces }),
    invite: (device) => tell('browser.invite', { device }),
  };

  return { snapshot: lists.snapshot, read: lists.read, actions };
}

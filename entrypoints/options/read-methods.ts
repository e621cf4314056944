import type { MethodActions } from '../../components/options/methods/method-actions.ts';
import type { AccountView } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';
import type { MethodsShown } from '../../lib/messages/methods.ts';
import type { Tell } from '../../lib/messages/tell.ts';
import { createLists } from './read-lists.ts';

/** What the section of the sign-in methods shows, also while a service is out of reach. */
export function createMethods({ tell, onChange }: { tell: Tell; onChange: () => void }) {
  const ask = (device: AccountView['device']) => send('methods.get', { device });
  const lists = createLists<MethodsShown>(ask, onChange);

  const actions: MethodActions = {
    /** What holds now is shown before it is said what became of the change: it may have been somebody else's. */
    async set(device, change) {
      const reply = await tell('methods.set', { device, ...change });
      const now = await ask(device);
      if (now.ok) lists.keep(device, now.value);
      return reply;
    },
  };

  return { snapshot: lists.snapshot, read: lists.read, actions };
}

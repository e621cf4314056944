import { ROWS_AT_ONCE } from '../../components/popup/row-window.ts';
import type { Reply, Request } from '../../lib/messages/contract.ts';
import { send } from '../../lib/messages/messages.ts';

type Page = Reply<'passcodes.page'>;

const FIRST: Request<'passcodes.page'> = { search: '', from: 0, count: ROWS_AT_ONCE };

/** The first codes, asked for together with whether the vault is open: the list wants them as soon as it is drawn. */
export function createFirstPage() {
  let asked: Promise<Page> | null = null;
  return {
    ask(): void {
      asked = send('passcodes.page', FIRST);
    },
    /** Once, and for that very question only; null where it has to be asked. */
    async take({ search, from }: Request<'passcodes.page'>): Promise<Page | null> {
      const page = search === FIRST.search && from === FIRST.from ? await asked : null;
      asked = null;
      return page?.ok ? page : null;
    },
  };
}

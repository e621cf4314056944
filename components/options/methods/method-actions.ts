import type { AccountView, Reply, Request } from '../../../lib/messages/contract.ts';

/** What can be done about how a person signs in. */
export interface MethodActions {
  /** Answers when what holds now was read again, also after a refusal. */
  set(
    device: AccountView['device'],
    change: Omit<Request<'methods.set'>, 'device'>,
  ): Promise<Reply<'methods.set'>>;
}

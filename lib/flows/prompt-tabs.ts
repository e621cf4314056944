import * as v from 'valibot';
import type { Account } from '../device/device.ts';
import { STILL_OPEN } from '../prompts/prompts.ts';
import { TransactionId } from '../protocol/ids.ts';
import type { Rooms } from './rooms.ts';

const PREFIX = 'prompt:';
const Answer = v.object({ transaction: TransactionId });

/** Remembers which tab reported which prompt; a tab shows one at a time. */
export const rememberPrompt = ({ ports }: Rooms, prompt: { tab: number; transaction: TransactionId }) =>
  ports.session.set(`${PREFIX}${prompt.tab}`, prompt.transaction);

/** Whether a tab that reported this prompt shows it now, at the account's own origin and with its cookies. */
export async function isPromptOpen(
  rooms: Rooms,
  account: Account,
  transaction: TransactionId,
): Promise<boolean> {
  const { session, tabs } = rooms.ports;
  const reported = Object.entries(await session.all(PREFIX)).filter(([, value]) => value === transaction);
  for (const [key] of reported) {
    const tab = await tabs.get(Number(key.slice(PREFIX.length)));
    const isOurs = tab?.url && URL.parse(tab.url)?.origin === account.origin;
    if (!isOurs || tab.incognito || !tab.defaultCookies) continue;
    const answer = v.safeParse(Answer, await tabs.ask(tab.id, { name: STILL_OPEN }));
    if (answer.success && answer.output.transaction === transaction) return true;
  }
  return false;
}

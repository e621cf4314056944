import { afterAll, beforeAll, expect, it } from 'vitest';
import { isErrorCode } from '../../../lib/protocol/errors.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import { pathTo } from '../../../lib/protocol/routes.ts';
import type { AuthenticatorKind } from '../../../lib/protocol/webauthn.ts';
import type { TestPrompt } from '../../fakes/site.ts';
import { type Stage, startStage } from '../../fakes/stage.ts';
import { approve } from '../../fakes/step-up.ts';
import { type } from '../passcode/set-up.ts';
import type { Events } from './transitions-events.ts';
import { answerQuestion, type Reach, register, type Walker } from './transitions-people.ts';

interface Cell {
  state: string;
  event: string;
  reply: string;
  /** What the prompt shows then. */
  next: string;
}

/** What a prompt shows in the states that only the table tells apart. */
const SHOWN: Record<string, string> = {
  'set up': 'choosing',
  paired: 'choosing',
  locked: 'choosing',
  practising: 'waiting',
  added: 'approved',
  'signed in': 'approved',
};

const columnsOf = (line: string): string[] => line.split('|').map((cell) => cell.trim());

function cellsOf(table: string): Cell[] {
  const [head = '', ...lines] = table.trim().split('\n');
  const [, ...events] = columnsOf(head);
  return lines.flatMap((line) => {
    const [state = '', ...cells] = columnsOf(line);
    expect(cells, `the row of “${state}”`).toHaveLength(events.length);
    return cells.flatMap((cell, at) =>
      cell === '·' ? [] : [{ state, event: events[at] ?? '', ...outcomeOf(cell, state) }],
    );
  });
}

function outcomeOf(cell: string, state: string): Pick<Cell, 'reply' | 'next'> {
  const [reply = '', next = SHOWN[state] ?? state] = cell.split('→').map((part) => part.trim());
  expect(reply === 'ok' || isErrorCode(reply), `“${reply}” is an answer`).toBe(true);
  return { reply, next };
}

async function stateOf({ service }: Stage, prompt: TestPrompt): Promise<string> {
  const response = await fetch(service.base + pathTo('promptState', prompt.transaction), {
    headers: { Cookie: prompt.cookie },
  });
  const body = (await response.json()) as { state?: string; error?: string };
  return body.error === 'transaction_expired' ? 'expired' : String(body.state ?? body.error);
}

/** With whatever the person has by now. */
async function signIn(walker: Walker, page: TestPrompt): Promise<void> {
  const { methods } = await page.read();
  const isReady = (wanted: Method) => methods.some(({ method, ready }) => method === wanted && ready);
  if (isReady('passcode')) expect((await type(page, walker.nextCode())).body).toEqual({});
  else if (isReady('push')) await approve(walker.laptop, page);
  else await answerQuestion(walker, page);
}

/** Whatever has happened, the person themselves gets in: at this prompt where it is open, at a new one otherwise. */
async function wayOut(walker: Walker, state: string): Promise<void> {
  const { stage, prompt, username } = walker;
  if (state === 'enrolling') await register(walker, prompt);
  const isOver = state === 'finished' || state === 'refused' || state === 'expired';
  const page = isOver ? await stage.site.begin(username) : prompt;
  if (state !== 'approved') await signIn(walker, page);
  expect((await stage.site.exchange(await page.finish())).status).toBe(200);
}

interface Walk {
  /** Of `transitions-table.ts` or `transitions-set-up-table.ts`. */
  table: string;
  events: Events<Walker>;
  reach: Record<string, Reach>;
  kind?: AuthenticatorKind;
}

/** Tries every cell of a table against the real service, and from each that the person still gets in. */
export function walk({ table, events, reach, kind = 'security_key' }: Walk): void {
  let stage: Stage;
  beforeAll(async () => {
    stage = await startStage();
  });
  afterAll(() => stage.stop());

  it.each(cellsOf(table))('$state, $event: $reply → $next', async ({ state, event, reply, next }) => {
    const walker = await reach[state]?.(stage, kind);
    if (!walker) throw new Error(`nobody knows how to get to “${state}”`);
    expect(await stateOf(stage, walker.prompt)).toBe(SHOWN[state] ?? state);
    const answered = await events[event]?.(walker);
    expect(answered?.status === 200 ? 'ok' : answered?.body.error).toBe(reply);
    expect(await stateOf(stage, walker.prompt)).toBe(next);
    await wayOut(walker, next);
  });
}

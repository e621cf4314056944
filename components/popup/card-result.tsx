import type { RequestView } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { problem } from '../everyday-problem.ts';
import { Note } from '../note.tsx';
import { requestText } from '../sentences.ts';

/** How a request ended, in words: what happened, and where when another browser decided. */
export function resultOf({ state, decidedBy }: Pick<RequestView, 'state' | 'decidedBy'>): string {
  const result = requestText.results[state];
  if (decidedBy === null || (state !== 'approved' && state !== 'denied')) return result;
  return decidedBy.self ? requestText.hereNow(result) : requestText.on(result, decidedBy.name);
}

export interface CardResultProps {
  request: RequestView;
  /** What came of an answer given on this very card; null when there was none. */
  result: keyof typeof requestText.results | null;
  error: ErrorCode | null;
}

/** Takes the place of a card's buttons once there is nothing left to decide. */
export function CardResult({ request, result, error }: CardResultProps) {
  if (error !== null) return <Note tone="bad">{problem(error)}</Note>;
  const approved = (result ?? request.state) === 'approved';
  return <Note tone={approved ? 'good' : 'plain'}>{words({ request, result })}</Note>;
}

function words({ request, result }: Pick<CardResultProps, 'request' | 'result'>): string {
  if (result !== null) return requestText.results[result];
  return resultOf(request.state === 'pending' ? { ...request, state: 'expired' } : request);
}

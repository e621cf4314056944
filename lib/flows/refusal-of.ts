import { Refusal } from '../protocol/errors.ts';

/** For a promise's second callback: a refusal as its outcome. @throws what is no refusal */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  throw error;
}

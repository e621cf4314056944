import { Refusal } from '../../lib/protocol/errors.ts';

/**
 * Throws what a database job gave back as a refusal. A job that threw it itself would be undone, and with it the
 * audit row that tells of the attempt.
 */
export function settled<Value>(result: Value | Refusal): Value {
  if (result instanceof Refusal) throw result;
  return result;
}

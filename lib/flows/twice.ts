import { Refusal } from '../protocol/errors.ts';

/** Tries once more when the service was not reached. Only for calls that do no harm when they arrive twice. */
export async function twice<Value>(job: () => Promise<Value>): Promise<Value> {
  try {
    return await job();
  } catch (error) {
    if (!(error instanceof Refusal) || error.code !== 'unreachable') throw error;
    return job();
  }
}

import * as v from 'valibot';

/** What the service answered, or the code of its refusal. */
export type Answer<Value> = { ok: true; value: Value } | { ok: false; error: string };

/** A call of these pages to their own service. Without `post` it is a GET. */
export interface Question<Schema extends v.GenericSchema> {
  url: string;
  post?: object;
  schema: Schema;
}

const RefusalBody = v.object({ error: v.string() });

/** Asks and checks the reply's shape; never throws, since every screen has words for each refusal. */
export async function ask<Schema extends v.GenericSchema>(
  question: Question<Schema>,
): Promise<Answer<v.InferOutput<Schema>>> {
  const reply = await send(question).catch(() => null);
  if (reply === null) return { ok: false, error: 'unreachable' };
  const body: unknown = await reply.json().catch(() => null);
  if (!reply.ok) {
    const refusal = v.safeParse(RefusalBody, body);
    return { ok: false, error: refusal.success ? refusal.output.error : 'unreachable' };
  }
  const parsed = v.safeParse(question.schema, body);
  return parsed.success ? { ok: true, value: parsed.output } : { ok: false, error: 'internal' };
}

function send({ url, post }: { url: string; post?: object }): Promise<Response> {
  if (post === undefined) return fetch(url, { cache: 'no-store' });
  return fetch(url, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(post),
  });
}

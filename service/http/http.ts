import type { HttpBindings } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import * as v from 'valibot';
import { errors, Refusal } from '../../lib/protocol/errors.ts';

/** What every route may read from its context. */
export interface HttpEnv {
  Bindings: Partial<HttpBindings>;
  Variables: { address: string };
}
export type HttpContext = Context<HttpEnv>;

export const newRoutes = (): Hono<HttpEnv> => new Hono<HttpEnv>();

/** `{ error, message, …facts }` with the status of the error's table. */
export function refusalReply(refusal: Refusal): Response {
  const { status, say } = errors[refusal.code];
  return Response.json({ error: refusal.code, message: say, ...refusal.facts }, { status });
}

/** Reads a JSON body and checks it. @throws `bad_request` on another content type, broken JSON or a wrong shape. */
export async function readJson<Shape extends v.GenericSchema>(
  c: HttpContext,
  schema: Shape,
): Promise<v.InferOutput<Shape>> {
  return parseJson(await readBytes(c), schema);
}

/** The body's bytes, which a device proof covers. */
export async function readBytes(c: HttpContext): Promise<Uint8Array> {
  // Only JSON: what a form of another site can send without asking first is refused (CSRF).
  if (!/^application\/json\s*(;|$)/i.test(c.req.header('content-type') ?? ''))
    throw new Refusal('bad_request');
  return new Uint8Array(await c.req.arrayBuffer());
}

export function parseJson<Shape extends v.GenericSchema>(
  bytes: Uint8Array,
  schema: Shape,
): v.InferOutput<Shape> {
  const parsed = v.safeParse(schema, decodeJson(bytes));
  if (!parsed.success) throw new Refusal('bad_request');
  return parsed.output;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

function decodeJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (cause) {
    throw new Refusal('bad_request', { cause });
  }
}

/** The path's id, checked. @throws `not_found`, since an address with a malformed id leads nowhere. */
export function pathId<Shape extends v.GenericSchema<string, string>>(
  c: HttpContext,
  schema: Shape,
): v.InferOutput<Shape> {
  const parsed = v.safeParse(schema, c.req.param('id'));
  if (!parsed.success) throw new Refusal('not_found');
  return parsed.output;
}

/** How the browser that asks describes itself, as much of it as is kept. */
export const userAgentOf = (c: HttpContext): string => (c.req.header('user-agent') ?? '').slice(0, 512);

/** For calls of our own pages: browsers send Origin with every POST, and only ours may pass. */
export function requireOwnOrigin(c: HttpContext, origin: string): void {
  if (c.req.header('origin') !== origin) throw new Refusal('wrong_origin');
}

/** For calls of devices: extensions and programs pass, pages of the web never do. */
export function refuseWebOrigin(origin: string | undefined): void {
  if (origin !== undefined && (origin === 'null' || /^https?:/i.test(origin)))
    throw new Refusal('wrong_origin');
}

/** Any thrown thing as a refusal; what nobody foresaw becomes `internal`. */
export function asRefusal(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  const status =
    typeof thrown === 'object' && thrown !== null && 'status' in thrown ? thrown.status : undefined;
  if (status === 413) return new Refusal('too_large');
  return new Refusal('internal', { cause: thrown });
}

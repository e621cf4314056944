import type { HttpContext } from '../http/http.ts';

/** Each parameter once, by name. */
export type Parameters = ReadonlyMap<string, string>;

/**
 * Reads the parameters of a request in the three ways that the SDKs send them: in the query of a GET or of a POST
 * without a body (Python), as `multipart/form-data` (PHP), and as `application/x-www-form-urlencoded` (the others).
 * A body counts alone: query and body are never merged, so nobody can add to what somebody else wrote.
 *
 * @returns null where a body is in another form, is broken or holds a file, or where a name is repeated (RFC 6749 §3.1)
 */
export async function readParameters(c: HttpContext): Promise<Parameters | null> {
  const body = c.req.method === 'POST' ? await c.req.arrayBuffer() : new ArrayBuffer(0);
  if (body.byteLength === 0) return once(new URL(c.req.url).searchParams);
  return parseBody(body, c.req.header('content-type') ?? '');
}

async function parseBody(body: ArrayBuffer, contentType: string): Promise<Parameters | null> {
  const mediaType = contentType.split(';', 1)[0]?.trim().toLowerCase();
  if (mediaType === 'application/x-www-form-urlencoded') {
    return once(new URLSearchParams(new TextDecoder().decode(body)));
  }
  if (mediaType !== 'multipart/form-data') return null;
  try {
    return once(await new Response(body, { headers: { 'Content-Type': contentType } }).formData());
  } catch {
    return null;
  }
}

function once(pairs: Iterable<[string, FormDataEntryValue]>): Parameters | null {
  const parameters = new Map<string, string>();
  for (const [name, value] of pairs) {
    if (typeof value !== 'string' || parameters.has(name)) return null;
    parameters.set(name, value);
  }
  return parameters;
}

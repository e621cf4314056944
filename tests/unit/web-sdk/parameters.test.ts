import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newRoutes } from '../../../service/http/http.ts';
import { readParameters } from '../../../service/web-sdk/parameters.ts';

/** What the codec makes of a request; null where it refuses. */
async function read(url: string, init: RequestInit = {}): Promise<Record<string, string> | null> {
  const app = newRoutes();
  app.all('/', async (c) => {
    const parameters = await readParameters(c);
    return c.json(parameters ? [...parameters] : null);
  });
  const pairs = (await (await app.request(url, init)).json()) as [string, string][] | null;
  return pairs && Object.fromEntries(pairs);
}

const post = (body: string | Uint8Array<ArrayBuffer>, type: string, query = '') =>
  read(`/${query}`, { method: 'POST', headers: { 'Content-Type': type }, body });

const FORM = 'application/x-www-form-urlencoded';
const pairs = fc.uniqueArray(
  fc.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.string({ unit: 'grapheme' })),
  { selector: ([name]) => name, minLength: 1, maxLength: 8 },
);

test('what is sent in the query or as a form comes out as it went in', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, async (sent) => {
      const text = new URLSearchParams(sent).toString();
      const expected = Object.fromEntries(sent);
      expect(await read(`/?${text}`)).toEqual(expected);
      expect(await read(`/?${text}`, { method: 'POST' })).toEqual(expected);
      expect(await post(text, FORM)).toEqual(expected);
      expect(await post(text, `${FORM.toUpperCase()}; charset=utf-8`)).toEqual(expected);
    }),
  );
});

test('what is sent as multipart comes out as it went in', async () => {
  // Line ends are normalised by the encoding itself, and names of fields are plain words.
  const fields = fc.dictionary(fc.stringMatching(/^[a-z_]{1,20}$/), fc.stringMatching(/^[ -~äöü雪]*$/), {
    minKeys: 1,
  });
  await fc.assert(
    fc.asyncProperty(fields, async (sent) => {
      const body = new FormData();
      for (const [name, value] of Object.entries(sent)) body.append(name, value);
      expect(await read('/', { method: 'POST', body })).toEqual({ ...sent });
    }),
  );
});

test('a repeated name is refused wherever it stands', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, fc.nat(), fc.string({ unit: 'grapheme' }), async (sent, at, value) => {
      const repeated = [...sent, [sent[at % sent.length]?.[0] ?? '', value]];
      const text = new URLSearchParams(repeated as [string, string][]).toString();
      expect(await read(`/?${text}`)).toBeNull();
      expect(await post(text, FORM)).toBeNull();
    }),
  );
});

test('a body counts alone', async () => {
  await fc.assert(
    fc.asyncProperty(pairs, pairs, async (inQuery, inBody) => {
      const query = `?${new URLSearchParams(inQuery)}`;
      expect(await post(new URLSearchParams(inBody).toString(), FORM, query)).toEqual(
        Object.fromEntries(inBody),
      );
    }),
  );
});

test('whatever arrives is read or refused, never an error', async () => {
  const types = fc.constantFrom(
    FORM,
    'multipart/form-data',
    'multipart/form-data; boundary=b',
    'application/json',
    '',
    'x',
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1 }), types, async (bytes, type) => {
      const parameters = await post(new Uint8Array(bytes), type);
      if (type !== FORM) expect(parameters).toBeNull();
    }),
  );
});

test('names that objects know are names like others', async () => {
  expect(await read('/?__proto__=a&constructor=b')).toEqual(
    Object.fromEntries([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]),
  );
});

export interface ReadMail {
  /** Names in lower case; every occurrence counts. */
  headers: Record<string, string[]>;
  text: string;
  html: string;
}

/** Reads a multipart/alternative message of text and HTML (RFC 2046 §5.1.4), as a mail program does. */
export function readMail(raw: string): ReadMail {
  const { headers, body } = readEntity(raw);
  const [, boundary = ''] = /boundary="([^"]+)"/.exec(headers['content-type']?.[0] ?? '') ?? [];
  const parts = body.split(`--${boundary}`).slice(1, -1);
  const [text = '', html = ''] = parts.map((part) => readPart(part.replace(/^\r\n/, '')));
  return { headers, text, html };
}

function readPart(part: string): string {
  const { headers, body } = readEntity(part);
  switch (headers['content-transfer-encoding']?.[0]) {
    case 'quoted-printable':
      return fromQuotedPrintable(body);
    case 'base64':
      return Buffer.from(body, 'base64').toString();
    default:
      return body;
  }
}

function readEntity(raw: string) {
  const end = raw.indexOf('\r\n\r\n');
  const headers: Record<string, string[]> = {};
  for (const line of raw
    .slice(0, end)
    .replace(/\r\n[ \t]+/g, ' ')
    .split('\r\n')) {
    const cut = line.indexOf(':');
    const name = line.slice(0, cut).toLowerCase();
    headers[name] = [...(headers[name] ?? []), line.slice(cut + 1).trim()];
  }
  return { headers, body: raw.slice(end + 4) };
}

/** RFC 2045 §6.7. */
const fromQuotedPrintable = (body: string): string =>
  Buffer.from(
    body
      .replace(/=\r\n/g, '')
      .replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1',
  ).toString();

import type { Words } from './letter.ts';

/** A line below the words, such as `Browser` – `Chrome on Linux`. */
export interface Fact {
  label: string;
  value: string;
}

export interface Letterhead {
  facts: readonly Fact[];
  /** Where to turn to, in the operator's own words; empty where there are none. */
  helpDesk: string;
}

const CLOSING =
  'Countersign sent this by itself. Its mails hold no links, and nobody who means well asks you for a code because of one.';

/** Sets a letter as plain text. What happened and what to do come first, since the first lines may show on a locked screen. */
export function asText({ news, advice }: Words, { facts, helpDesk }: Letterhead): string {
  const width = Math.max(...facts.map(({ label }) => label.length)) + 2;
  const lines = facts.map(({ label, value }) => `${`${label}:`.padEnd(width)}${oneLine(value)}`);
  return [news, advice, lines.join('\n'), helpDeskLine(helpDesk), CLOSING].filter(Boolean).join('\n\n');
}

/**
 * Sets it as HTML: no colours and no pictures, so that it reads well on light and dark, and nothing is fetched.
 * Everything that people wrote is escaped.
 */
export function asHtml({ subject, news, advice }: Words, { facts, helpDesk }: Letterhead): string {
  const rows = facts.map(
    ({ label, value }) =>
      `<tr><th scope="row" align="left" style="padding:2px 16px 2px 0;font-weight:normal">${escaped(label)}</th><td><strong>${escaped(oneLine(value))}</strong></td></tr>`,
  );
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36em;margin:0 auto;padding:16px">
${[news, advice].map(paragraph).join('\n')}
<table style="border-collapse:collapse">
${rows.join('\n')}
</table>
${[helpDeskLine(helpDesk), CLOSING].filter(Boolean).map(paragraph).join('\n')}
</body>
</html>
`;
}

const helpDeskLine = (words: string): string => words && `Your help desk: ${oneLine(words)}`;

const paragraph = (text: string): string => `<p>${escaped(text)}</p>`;

/** A value that could begin a new line, or turn the direction of the next, could write a letter of its own. */
const oneLine = (text: string): string =>
  text.replace(/[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]+/gu, ' ').trim();

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] ?? '');

const moment = new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeStyle: 'short', timeZone: 'UTC' });

/** `22 November 2026 at 06:25 UTC`: the same for everybody, wherever they read it. */
export const showMoment = (at: number): string => `${moment.format(at)} UTC`;

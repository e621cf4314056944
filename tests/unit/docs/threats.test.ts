import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** `tests/….test.ts`: `title`; `title` */
const citations = [
  ...read('service/THREATS.md')
    .replaceAll(/\s+/g, ' ')
    .matchAll(/`(tests\/[^`]+)`: ((?:`(?!tests\/)[^`]+`;? ?)+)/g),
].flatMap(([, file = '', titles = '']) =>
  [...titles.matchAll(/`([^`]+)`/g)].map(([, title = '']) => ({ file, title })),
);

describe('what is said to be stopped', () => {
  it('names tests', () => expect(citations.length).toBeGreaterThan(50));

  it.each(citations)('$file: $title', ({ file, title }) => {
    expect(read(file)).toContain(title);
  });
});

import { describe, expect, it } from 'vitest';
import { type DeviceId, OWN_APPLICATION } from '../../../lib/protocol/ids.ts';
import type { Letter } from '../../../service/outbox/letter.ts';
import { letterOf } from '../../../service/outbox/letters.ts';
import { asHtml, asText, showMoment } from '../../../service/outbox/page.ts';

const EVENTS = [
  'device.added',
  'device.removed',
  'device.suspended',
  'credential.added',
  'credential.removed',
  'credential.clone_suspected',
  'methods.changed',
  'printed.made',
  'bypass.made',
  'token.assigned',
  'push.denied',
  'user.locked_out',
  'user.bypass_begun',
  'group.bypass_begun',
  'trust.made',
  'trust.copied',
];
const reasonOf = (event: string): string => (event === 'methods.changed' ? 'weaker' : 'fraud');
const letters = [
  ...EVENTS.flatMap((event) => letterOf({ event, reason: reasonOf(event) }) ?? []),
  letterOf({ event: 'push.denied', reason: 'fraud', application: OWN_APPLICATION }) as Letter,
  letterOf({ event: 'device.suspended', reason: 'forked' }) as Letter,
  letterOf({ event: 'device.removed', reason: 'replaced' }) as Letter,
  ...EVENTS.filter((event) => event.startsWith('credential.')).flatMap(
    (event) => letterOf({ event, detail: { kind: 'platform' } }) ?? [],
  ),
];

describe('the letters', () => {
  it('tell of these events', () => {
    expect(letters).toHaveLength(EVENTS.length + 6);
    for (const event of ['push.approved', 'push.failed', 'outbox.failed', 'trust.used', 'trust.ended'])
      expect(letterOf({ event })).toBeNull();
  });

  it('tell a computer from a security key', () => {
    const added = (kind: string) => letterOf({ event: 'credential.added', detail: { kind } })?.person?.news;
    expect(added('security_key')).toMatch(/^A security key was added/);
    expect(added('platform')).toMatch(/^A computer’s own authenticator \(.+\) was added/);
    expect(letterOf({ event: 'printed.made', detail: { kind: 'platform' } })).toBe(
      letterOf({ event: 'printed.made' }),
    );
  });

  it('tell a browser that was copied from one that was reported', () => {
    const forked = letterOf({ event: 'device.suspended', reason: 'forked' });
    expect(forked?.person?.news).toMatch(/two copies/);
    expect(letterOf({ event: 'device.suspended', reason: 'disowned' })?.person?.news).not.toMatch(/copies/);
  });

  it('tell a browser that was replaced from one that was removed', () => {
    expect(letterOf({ event: 'device.removed', reason: 'replaced' })?.person?.news).toMatch(/A new browser/);
    expect(letterOf({ event: 'device.removed', reason: 'owner' })?.person?.news).toMatch(/was removed/);
  });

  it('tell of a trusted browser unless it is a paired one', () => {
    expect(letterOf({ event: 'trust.made' })?.person?.news).toMatch(/trust this browser/);
    expect(letterOf({ event: 'trust.made', device: 'DB0123456789ABCDEFGH' as DeviceId })).toBeNull();
  });

  it('tell of a denial only where it was a report', () => {
    expect(letterOf({ event: 'push.denied', reason: 'mistake' })).toBeNull();
    expect(letterOf({ event: 'push.denied' })).toBeNull();
  });

  it('tell of changed methods only where they ask less', () => {
    expect(letterOf({ event: 'methods.changed', reason: 'weaker' })?.person?.news).toMatch(/asks less/);
    expect(letterOf({ event: 'methods.changed' })).toBeNull();
  });

  it('advise no new password where a paired browser asked, and no password', () => {
    const letter = letterOf({ event: 'push.denied', reason: 'fraud', application: OWN_APPLICATION });
    for (const words of [letter?.person, letter?.administrators]) {
      expect(words?.news).toMatch(/browser that is paired/);
      expect(words?.advice).not.toMatch(/password/);
    }
  });

  it('tell nobody in particular of a group’s bypass', () => {
    expect(letters.filter(({ person }) => !person)).toEqual([letterOf({ event: 'group.bypass_begun' })]);
  });

  it('go to administrators as well where they must know', () => {
    expect(EVENTS.filter((event) => letterOf({ event, reason: 'fraud' })?.administrators)).toEqual([
      'device.suspended',
      'credential.clone_suspected',
      'push.denied',
      'user.locked_out',
      'user.bypass_begun',
      'group.bypass_begun',
      'trust.copied',
    ]);
  });

  it('say what to do, in a subject that fits a phone', () => {
    for (const { person, administrators } of letters) {
      for (const { subject, news, advice } of [person ?? [], administrators ?? []].flat()) {
        expect(subject.length).toBeLessThanOrEqual(60);
        // So long that no fact comes into the preview.
        expect(`${news} ${advice}`.length).toBeGreaterThan(150);
      }
      if (person) expect(person.advice).toMatch(/help desk/);
    }
  });
});

describe('a letter on paper', () => {
  const words = { subject: 'S', news: 'News.', advice: 'Advice.' };
  const facts = [
    { label: 'When', value: 'now' },
    { label: 'Browser', value: 'a\r\nb\u202ec' },
  ];

  it('has what happened first, then what to do, then the facts', () => {
    const [news, advice, table, helpDesk] = asText(words, { facts, helpDesk: 'Call\n1234' }).split('\n\n');
    expect([news, advice]).toEqual(['News.', 'Advice.']);
    expect(table).toBe('When:    now\nBrowser: a b c');
    expect(helpDesk).toBe('Your help desk: Call 1234');
  });

  it('has no line for a help desk that says nothing', () => {
    expect(asText(words, { facts, helpDesk: '' })).not.toMatch(/help desk/);
    expect(asHtml(words, { facts, helpDesk: '' })).not.toMatch(/help desk/);
  });

  it('leaves colours to the reader, and escapes what people wrote', () => {
    const html = asHtml(words, { facts: [{ label: 'X', value: `<b>"'&` }], helpDesk: '<i>' });
    expect(html).toContain('&lt;b&gt;&quot;&#39;&amp;');
    expect(html).toContain('&lt;i&gt;');
    expect(html).toContain('<meta name="color-scheme" content="light dark">');
    expect(html).not.toMatch(/color:|background/);
  });

  it('has the same time for everybody', () => {
    expect(showMoment(Date.UTC(2026, 10, 22, 6, 5))).toBe('22 November 2026 at 06:05 UTC');
  });
});

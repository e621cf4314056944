import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { EmailAddress, nameText, Username } from '../../../lib/protocol/names.ts';

describe('names', () => {
  it.each(['alex', 'Sam Okoye', 'Zoë Łukasiewicz', '陳大文', 'نیم‌فاصله', '👩‍🔬 Kim', 'a@example.org'])(
    'takes %s',
    (name) => {
      expect(v.parse(Username, name)).toBe(name);
    },
  );

  it('leaves out the space around a name', () => {
    expect(v.parse(Username, '  alex ')).toBe('alex');
  });

  it.each([
    ['nothing', ' '],
    ['a terminal’s escape', 'al\u001b[2Jex'],
    ['a line feed', 'alex\nadmin'],
    ['a C1 control', 'alex\u009b'],
    ['a line separator', 'al\u2028ex'],
    ['a turned direction', 'alex\u202egnp'],
    ['half a character', 'alex\ud800'],
  ])('refuses %s', (_, name) => {
    expect(v.is(Username, name)).toBe(false);
  });

  it('keeps to its length', () => {
    expect(v.is(nameText(3), 'abc')).toBe(true);
    expect(v.is(nameText(3), 'abcd')).toBe(false);
  });

  it('takes what may be an e-mail address', () => {
    expect(v.is(EmailAddress, 'sam@example.org')).toBe(true);
    for (const wrong of ['sam', 'sam@', 'a b@example.org', '@example.org'])
      expect(v.is(EmailAddress, wrong)).toBe(false);
  });
});

import { afterEach, describe, expect, it, vi } from 'vitest';
import { typeCode } from '../../../lib/ports/type-code.ts';

const origin = 'https://sso.example.org:8443';
const asking = '[data-countersign-wants="passcode"]';
const place = { origin, asking };

/** As the browser hands it over: by its text, without anything around it. */
const injected = new Function(`return ${typeCode}`)() as typeof typeCode;

afterEach(() => vi.unstubAllGlobals());

interface Shown {
  at?: string;
  framed?: boolean;
  wants?: boolean;
  field?: { disabled?: boolean; readOnly?: boolean } | null;
}

function show({ at = origin, framed = false, wants = true, field = {} }: Shown = {}) {
  const events: Event[] = [];
  const input = field && {
    value: '',
    disabled: false,
    readOnly: false,
    ...field,
    dispatchEvent: (event: Event) => events.push(event),
  };
  const page = {};
  vi.stubGlobal('window', Object.assign(page, { top: framed ? {} : page }));
  vi.stubGlobal('location', { origin: at });
  vi.stubGlobal('document', {
    querySelector: (selector: string) => {
      if (selector === asking) return wants ? {} : null;
      return selector === 'input[autocomplete="one-time-code"]' ? input : null;
    },
  });
  return { input, events };
}

describe('the code in the page', () => {
  it('is typed where the page asks for it, and the page hears of it', () => {
    const { input, events } = show();
    expect(injected(place, '123456')).toBe(true);
    expect(input?.value).toBe('123456');
    expect(events).toMatchObject([{ type: 'input', bubbles: true }]);
  });

  it('is not needed to look', () => {
    const { input, events } = show();
    expect(injected(place, null)).toBe(true);
    expect(input?.value).toBe('');
    expect(events).toEqual([]);
  });

  it.each<[string, Shown]>([
    ['on another origin', { at: 'https://evil.example' }],
    ['on another port', { at: 'https://sso.example.org' }],
    ['in a frame', { framed: true }],
    ['where no code is asked for', { wants: false }],
    ['without a field', { field: null }],
    ['in a field that is switched off', { field: { disabled: true } }],
    ['in a field that cannot be written in', { field: { readOnly: true } }],
  ])('is not typed %s', (_where, shown) => {
    const { input, events } = show(shown);
    expect(injected(place, '123456')).toBe(false);
    expect(input?.value ?? '').toBe('');
    expect(events).toEqual([]);
  });
});

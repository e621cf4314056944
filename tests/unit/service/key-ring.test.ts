import { expect, it } from 'vitest';
import { createKeyRing } from '../../../service/key-ring.ts';

it('a key ring keeps the keys that were used last', () => {
  const ring = createKeyRing<{ of: string }>(2);
  const alex = ring.keep('alex', { of: 'Alex' });
  ring.keep('sam', { of: 'Sam' });
  expect(ring.find('alex')).toBe(alex);
  ring.keep('kim', { of: 'Kim' });
  expect(ring.find('sam')).toBeUndefined();
  expect(ring.find('alex')).toBe(alex);
  expect(ring.keep('alex', { of: 'Alex again' })).toBe(ring.find('alex'));
  expect(ring.find('kim')).toEqual({ of: 'Kim' });
});

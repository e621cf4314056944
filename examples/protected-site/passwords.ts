import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';
import type { Person } from './people.ts';

const hash = (password: string, salt: Buffer): Buffer => scryptSync(password.normalize('NFKC'), salt, 32);

/**
 * The first factor. Answers the person whose name and password these are, or null; an unknown name takes as long
 * as a wrong password.
 */
export function createPasswordCheck(people: readonly (Person & { password: string })[]) {
  const salt = randomBytes(16);
  const known = new Map(
    people.map((person) => [person.username, { person, hash: hash(person.password, salt) }]),
  );
  const nobody = randomBytes(32);

  return (username: string, password: string): Person | null => {
    const entry = known.get(username.trim().toLowerCase());
    const right = timingSafeEqual(hash(password, salt), entry?.hash ?? nobody);
    return right && entry ? entry.person : null;
  };
}

import type { Floor } from '../../room.ts';
import type { Sealing } from '../../sealing/sealing.ts';
import { createDeclined } from './declined.ts';
import { createFamilies } from './families.ts';
import type { CopiedFamily } from './rotation.ts';
import { createTokenHere } from './token-here.ts';
import { createTrustCookie } from './trust-cookie.ts';

/** What stands for a browser without the extension, and what it remembers of an explicit "no". */
export function createCookies(
  floor: Pick<Floor, 'db' | 'clock' | 'audit'>,
  { derive, copied }: { derive: Sealing['derive']; copied: CopiedFamily },
) {
  const cookie = createTrustCookie({ derive });
  const families = createFamilies(floor, { derive, copied });
  return {
    cookie,
    families,
    tokenHere: createTokenHere(floor, { cookie, families }),
    declined: createDeclined({ derive }),
  };
}

export type Cookies = ReturnType<typeof createCookies>;

import type { TrustQuestion } from '../../../lib/protocol/trust.ts';
import type { Row } from '../../db/schema.ts';
import type { HttpContext } from '../../http/http.ts';
import type { Floor } from '../../room.ts';
import type { Cookies } from '../cookies/cookies.ts';
import type { TrustingNeeds } from '../needs.ts';
import { standsAlready } from '../records/standing.ts';
import type { Offer, OfferOf } from './offer.ts';

interface Parts extends Pick<Cookies, 'tokenHere' | 'declined'> {
  offerOf: OfferOf;
}

/** "Is this your device?", for whoever has just proven themselves: null where it was answered, or is not to be asked. */
export function createQuestion(
  { db, clock }: Pick<Floor, 'db' | 'clock'>,
  { applications }: Pick<TrustingNeeds, 'applications'>,
  { offerOf, tokenHere, declined }: Parts,
) {
  async function isAnswered(c: HttpContext, offer: Offer): Promise<boolean> {
    if (declined.has(c, offer)) return true;
    const holder = offer.device?.id ?? (await tokenHere(c, offer.user))?.family;
    return holder !== undefined && standsAlready(db.read, { holder, offer, now: clock.now() });
  }

  return async function question(
    c: HttpContext,
    transaction: Row<'transactions'>,
  ): Promise<TrustQuestion | null> {
    if (transaction.state !== 'approved') return null;
    const offer = await offerOf(db.read, transaction);
    if (!offer || (await isAnswered(c, offer))) return null;
    const { hours, application, device } = offer;
    return {
      hours,
      application: application && ((await applications.find(application))?.name ?? ''),
      holder: device ? 'key' : 'cookie',
    };
  };
}

import type { Kysely } from 'kysely';
import type { ApplicationId } from '../../../lib/protocol/ids.ts';
import type { Schema } from '../../db/schema.ts';

/** What a policy says about trusted browsers, as far as records are judged by it. */
export interface TrustRule {
  /** 0: not at all. */
  hours: number;
  scope: 'application' | 'all';
  deviceKey: 'required' | 'optional';
  /** Browsers of one person. */
  limit: number;
}

/** What the records of trusted browsers need of other rooms. */
export interface TrustNeeds {
  policies: {
    /** What holds everywhere, and for each application that changes it. */
    everywhere(query: Kysely<Schema>): Promise<Map<'global' | ApplicationId, { trustedBrowsers: TrustRule }>>;
  };
}

import { describe } from 'vitest';
import { newKeyEvents } from './transitions-set-up-events.ts';
import { reachSetUp as reach } from './transitions-set-up-people.ts';
import { newKey } from './transitions-set-up-table.ts';
import { walk } from './transitions-walk.ts';

describe.each(['platform', 'security_key'] as const)('every transition of a set-up of %s', (kind) =>
  walk({ table: newKey, events: newKeyEvents, reach, kind }),
);

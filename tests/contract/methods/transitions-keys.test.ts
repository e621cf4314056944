import { describe } from 'vitest';
import { keyEvents } from './transitions-events.ts';
import { reach } from './transitions-people.ts';
import { key } from './transitions-table.ts';
import { walk } from './transitions-walk.ts';

describe.each(['platform', 'security_key'] as const)('every transition of %s', (kind) =>
  walk({ table: key, events: keyEvents, reach, kind }),
);

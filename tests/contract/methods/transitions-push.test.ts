import { describe } from 'vitest';
import { pushEvents } from './transitions-events.ts';
import { reach } from './transitions-people.ts';
import { push } from './transitions-table.ts';
import { walk } from './transitions-walk.ts';

describe('every transition of push', () => walk({ table: push, events: pushEvents, reach }));

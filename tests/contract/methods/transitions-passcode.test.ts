import { describe } from 'vitest';
import { passcodeEvents } from './transitions-events.ts';
import { reach } from './transitions-people.ts';
import { passcode } from './transitions-table.ts';
import { walk } from './transitions-walk.ts';

describe('every transition of a code', () => walk({ table: passcode, events: passcodeEvents, reach }));

import { describe } from 'vitest';
import { newBrowserEvents, practiceEvents } from './transitions-set-up-events.ts';
import { reachSetUp as reach } from './transitions-set-up-people.ts';
import { newBrowser, practice } from './transitions-set-up-table.ts';
import { walk } from './transitions-walk.ts';

describe('every transition of a pairing at the prompt', () =>
  walk({ table: newBrowser, events: newBrowserEvents, reach }));

describe('every transition of the practice request', () =>
  walk({ table: practice, events: practiceEvents, reach }));

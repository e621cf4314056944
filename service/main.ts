import { enableCompileCache } from 'node:module';
import { refuseOldNode } from './refuse-old-node.ts';

refuseOldNode();
// Before anything else is loaded: from the second start on, no file is parsed or stripped of its types again.
enableCompileCache();
const { run } = await import('./run.ts');
await run(process.env);

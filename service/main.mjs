// JavaScript, so that an old Node can say that it is too old, and a new one need not load what strips types.
import { keepCompiled } from './compile-cache.mjs';
import { refuseOldNode } from './refuse-old-node.mjs';

refuseOldNode();
keepCompiled(process.env.COUNTERSIGN_DATA);
const { run } = await import('./run.ts');
await run(process.env);

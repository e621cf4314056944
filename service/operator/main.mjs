// JavaScript, as service/main.mjs is, and for the same reasons.
import { keepCompiled } from '../compile-cache.mjs';
import { refuseOldNode } from '../refuse-old-node.mjs';

refuseOldNode();
keepCompiled(process.env.COUNTERSIGN_DATA);
const { runOperator } = await import('./run-operator.ts');
process.exitCode = await runOperator(process.argv.slice(2));

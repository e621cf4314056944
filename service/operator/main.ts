import { refuseOldNode } from '../refuse-old-node.ts';

refuseOldNode();
const { runOperator } = await import('./run-operator.ts');
process.exitCode = await runOperator(process.argv.slice(2));

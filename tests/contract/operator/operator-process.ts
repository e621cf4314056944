import { runOperator } from '../../../service/operator/run-operator.ts';

/** Runs the commands that it is told, one after the other, and answers what each would have printed. */
let last = Promise.resolve();
process.on('message', (args: string[]) => {
  last = last.then(() => answer(args));
});

async function answer(args: string[]): Promise<void> {
  const printed = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const)
    process[name].write = (text: string | Uint8Array): boolean => {
      printed[name] += text;
      return true;
    };
  const code = await runOperator(args);
  process.send?.({ code, ...printed });
}

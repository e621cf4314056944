/** Set-up cannot go on; the message is a sentence that tells the person what to do. */
export class Stop extends Error {
  /** @override */
  name = 'Stop';
}

/**
 * Runs one step and prints one line: what it does, then how long it took. On a terminal the time counts along.
 *
 * @template T
 * @param {string} what
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function step(what, work) {
  const began = performance.now();
  const seconds = () => `${((performance.now() - began) / 1000).toFixed(1)} s`;
  const { stdout } = process;
  stdout.write(`• ${what} … `);
  const ticking = stdout.isTTY
    ? setInterval(() => stdout.write(`\r• ${what} … ${seconds()}`), 500)
    : undefined;
  try {
    const result = await work();
    stdout.write(`${stdout.isTTY ? `\r• ${what} … ` : ''}${seconds()}\n`);
    return result;
  } catch (error) {
    stdout.write('failed\n');
    throw error;
  } finally {
    clearInterval(ticking);
  }
}

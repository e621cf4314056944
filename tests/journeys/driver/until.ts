const PATIENCE = 30_000;

/** Asks again until the answer holds, and answers it. */
export async function until<Value>(
  ask: () => Promise<Value> | Value,
  holds: (value: Value) => unknown = Boolean,
  patience = PATIENCE,
): Promise<Value> {
  for (const deadline = performance.now() + patience; ; ) {
    const value = await ask();
    if (holds(value)) return value;
    if (performance.now() > deadline) throw new Error(`it stayed ${JSON.stringify(value)}`);
    await new Promise((resume) => setTimeout(resume, 20));
  }
}

/** For what nobody waits for. A refusal shows in what our pages read; anything else is a fault of ours. */
export function byItself(job: Promise<unknown>): void {
  job.catch((error: unknown) => {
    // By name and stack only: the values may be secret.
    if (!(error instanceof Error)) console.error(typeof error);
    else if (error.name !== 'Refusal') console.error(error.stack);
  });
}

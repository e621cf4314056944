import type { Stage } from './world.ts';

/** Holds a worker at each await that matters, until it is told to go on; one that never is was killed there. */
export class Stops {
  #stage: Stage = 'done';
  #goOn: (value: never) => void = () => {};
  #reached = Promise.withResolvers<void>();

  get stage(): Stage {
    return this.#stage;
  }

  /** The worker comes here, and goes on with what it is given. */
  at<Value = void>(stage: Stage): Promise<Value> {
    this.#stage = stage;
    const going = Promise.withResolvers<Value>();
    this.#goOn = going.resolve as (value: never) => void;
    this.#reached.resolve();
    return going.promise;
  }

  /** Lets it go on; resolves when it has come to the next one. */
  async goOn(value?: unknown): Promise<void> {
    this.#reached = Promise.withResolvers();
    this.#goOn(value as never);
    await this.#reached.promise;
  }

  /** Resolves when the worker has come to its first stop. */
  async begin(job: Promise<unknown>): Promise<void> {
    const end = (): void => void this.at('done');
    job.then(end, end);
    await this.#reached.promise;
  }
}

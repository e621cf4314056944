import type { Step } from './schedule.ts';
import type { Call, Served, Side, World } from './world.ts';

interface Flight<Answer extends Served> {
  call: Call<Answer>;
  side: Side;
  /** Its worker is gone; the request may still be on its way, but nobody waits for the answer. */
  orphaned: boolean;
  answers: Answer[];
  sentAt: number;
}

interface PlayOptions {
  /** How many browsers have the profile. */
  sides: 1 | 2;
  restores: boolean;
  /** After how many milliseconds a request is given up; without it one may be under way for ever. */
  patience?: number;
}

type Fits<Answer extends Served> = (flight: Flight<Answer>) => boolean;

/** Runs schedules in a world. */
class Player<Answer extends Served> {
  /** All successors that the service has told, in order. */
  readonly told: string[] = [];
  readonly #world: World<Answer>;
  readonly #options: PlayOptions;
  #flights: Flight<Answer>[] = [];
  #now = 0;

  constructor(world: World<Answer>, options: PlayOptions) {
    this.#world = world;
    this.#options = options;
  }

  async happen(step: Step): Promise<void> {
    if ('side' in step) await this.#toBrowser(step, this.#options.sides === 1 ? 0 : step.side);
    else if (step.do === 'wait') this.#wait(step.time);
    else if (step.do === 'backUp') await this.#world.backUp();
    else if (step.do !== 'restore') await this.#toCall(step);
    else if (this.#options.restores) await this.#world.restore(step.pick);
    this.#keep(({ call }) => call.stage() !== 'done');
  }

  async #toBrowser(step: Extract<Step, { side: Side }>, side: Side): Promise<void> {
    if (step.do === 'setClock') return this.#world.setOffset(side, step.offset);
    if (step.do === 'begin') {
      const call = await this.#world.begin(side, step.weighs);
      this.#flights.push({ call, side, orphaned: false, answers: [], sentAt: 0 });
      return;
    }
    for (const flight of this.#flights) if (flight.side === side) flight.orphaned = true;
    this.#keep(({ call, orphaned }) => !orphaned || call.stage() === 'sent');
    if (step.do === 'losePower') await this.#world.losePower(side);
  }

  async #toCall(step: Extract<Step, { pick: number }>): Promise<void> {
    const isSent: Fits<Answer> = ({ call }) => call.stage() === 'sent';
    const choose = (fits: Fits<Answer>): Flight<Answer> | undefined => {
      const fitting = this.#flights.filter(
        (flight) => isSent(flight) === (step.do !== 'step') && fits(flight),
      );
      return fitting[step.pick % fitting.length];
    };
    if (step.do === 'step') await this.#goOn(choose(({ orphaned }) => !orphaned));
    if (step.do === 'serve') await this.#serve(choose(({ answers }) => answers.length === 0));
    if (step.do === 'repeat') await this.#serve(choose(({ answers }) => answers.length > 0));
    if (step.do === 'arrive')
      await this.#arrive(choose(({ orphaned, answers }) => !orphaned && answers.length > 0));
    if (step.do !== 'lose') return;
    const lost = choose(() => true);
    this.#keep((flight) => flight !== lost);
  }

  async #goOn(flight?: Flight<Answer>): Promise<void> {
    if (!flight) return;
    flight.sentAt = this.#now;
    await flight.call.step();
  }

  async #serve(flight?: Flight<Answer>): Promise<void> {
    if (!flight) return;
    const answer = await flight.call.serve();
    if (answer.successor !== null) this.told.push(answer.successor);
    flight.answers.push(answer);
  }

  async #arrive(flight?: Flight<Answer>): Promise<void> {
    const [answer] = flight?.answers ?? [];
    if (!flight || !answer) return;
    flight.answers = [];
    await flight.call.arrive(answer);
  }

  #wait(time: number): void {
    this.#now += time;
    this.#world.pass(time);
    const givenUp = this.#now - (this.#options.patience ?? Number.POSITIVE_INFINITY);
    this.#keep(({ call, sentAt }) => call.stage() !== 'sent' || sentAt >= givenUp);
  }

  #keep(fits: Fits<Answer>): void {
    this.#flights = this.#flights.filter(fits);
  }
}

/** Runs a schedule. Answers all successors that the service has told, in order. */
export async function play<Answer extends Served>(
  world: World<Answer>,
  steps: readonly Step[],
  options: PlayOptions,
): Promise<string[]> {
  const player = new Player(world, options);
  for (const step of steps) await player.happen(step);
  return player.told;
}

/** A whole call that nothing happens to. Answers the refusal's code, or null. */
export async function callThrough<Answer extends Served>(
  world: World<Answer>,
  from: Side,
  weighs = false,
): Promise<string | null> {
  const call = await world.begin(from, weighs);
  let error: string | null = null;
  while (call.stage() !== 'done') {
    if (call.stage() !== 'sent') await call.step();
    else {
      const answer = await call.serve();
      error = answer.error;
      await call.arrive(answer);
    }
  }
  return error;
}

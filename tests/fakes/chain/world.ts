/** Two browsers that may have the same profile; the second one is there once it was copied. */
export type Side = 0 | 1;

/** Where a call of a worker stands. Between any two of these the worker may be stopped. */
export type Stage =
  /** It has looked at the clock. */
  | 'timed'
  /** Its request has left, with the nonce that was held at that moment. */
  | 'sent'
  /** A successor has come; it is about to be written, or just was. */
  | 'adopting'
  | 'adopted'
  | 'done';

export interface Served {
  /** Of a refusal; null of an answer. */
  error: string | null;
  successor: string | null;
}

export interface Call<Answer extends Served = Served> {
  stage(): Stage;
  /** Lets the worker go on to the next stage. Not from `sent`, where only an answer helps. */
  step(): Promise<void>;
  /** The request reaches the service, which answers. It may be repeated on its way. */
  serve(): Promise<Answer>;
  /** The answer reaches the worker. */
  arrive(answer: Answer): Promise<void>;
}

/** What both the model and the real parts do. */
export interface World<Answer extends Served = Served> {
  /** The service's clock. */
  pass(milliseconds: number): void;
  /** How far a browser's own clock is off. */
  setOffset(side: Side, milliseconds: number): void;
  begin(side: Side, weighs: boolean): Promise<Call<Answer>>;
  /** What the browser has not made sure to be on the disk is gone. */
  losePower(side: Side): Promise<void>;
  /** Somebody takes the first browser's profile to another computer. */
  copyProfile(): Promise<void>;
  backUp(): Promise<void>;
  /** Puts one of the backups in the place of the service's database; true if there is one. */
  restore(which: number): Promise<boolean>;
  suspensions(): Promise<number>;
}

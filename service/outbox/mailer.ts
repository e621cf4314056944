/** One mail to one address. */
export interface Mail {
  /** The same at each try, so that a receiver recognises a second copy. */
  id: string;
  recipient: string;
  subject: string;
  text: string;
  html: string;
  /** When it was written, in milliseconds. */
  at: number;
}

/** How mail leaves. */
export interface Mailer {
  /**
   * `refused`: the server will not take this mail, now or later.
   * @throws {Undelivered} where another try may help
   */
  send(mail: Mail): Promise<'sent' | 'refused'>;
}

/** It did not work this time. */
export class Undelivered extends Error {
  override readonly name = 'Undelivered';
  /** A stable word for the log, such as `ECONNREFUSED`, or the server's reply code. */
  readonly why: string;
  constructor(why: string, options: ErrorOptions) {
    super('The mail was not delivered.', options);
    this.why = why;
  }
}

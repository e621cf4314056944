/** Waiting within the life of this worker; what must outlive it needs an alarm. */
export interface Timers {
  /** Runs the job once after so many milliseconds; the returned function takes it back. */
  after(delay: number, job: () => void): () => void;
}

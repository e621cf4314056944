export interface Notification {
  title: string;
  message: string;
  /** At most two; left out where the notifier cannot act. */
  buttons: readonly string[];
}

/** The desktop's notifications. */
export interface Notifier {
  /** Whether a notification may have buttons. */
  readonly canAct: boolean;
  /** Resolves once it was handed to the desktop. */
  show(id: string, notification: Notification): Promise<void>;
  withdraw(id: string): Promise<void>;
  /** Those still on the desktop. */
  shown(): Promise<string[]>;
}

/** What one letter says. Nothing here names anybody or anything: a phone shows subject and first lines to everyone near it. */
export interface Words {
  subject: string;
  /** What happened. */
  news: string;
  /** What to do now, and above all if it was not you. */
  advice: string;
}

export interface Letter {
  /** Left out where it happened to no person in particular. */
  person?: Words;
  /** Only where administrators must know. */
  administrators?: Words;
  /** The label of what it is about, where that has a name (`detail.about` of the entry). */
  about?: 'Browser' | 'Key' | 'Computer' | 'Token' | 'Group';
  /** The label of the browser in which it was done, where that is not what it is about. */
  done?: 'Done in' | 'Reported in';
}

/** The advice of most letters, for whoever did not do it. */
export const OTHERWISE =
  'If you did not, tell your help desk at once and change your password: somebody else may be signing in as you.';

/**
 * Whose profile this is, as far as the browser says. `private`: it forgets everything when it is closed. `shared`:
 * others use it as well, says the organisation. Neither can be told of a profile that is quietly thrown away.
 */
export type Profile = 'own' | 'private' | 'shared';

export interface ThisBrowser {
  /** What a person would call it, e.g. "Chrome on Linux". */
  name(): Promise<string>;
  profile(): Promise<Profile>;
}

/** The two example people and their passwords, which are no secret. A real site has a directory of its own. */
export const alex = { username: 'alex', displayName: 'Alex Rivera', password: 'sunny-harbour-42' };
export const sam = { username: 'sam', displayName: 'Sam Okoye', password: 'quiet-meadow-17' };

export interface Person {
  username: string;
  displayName: string;
}

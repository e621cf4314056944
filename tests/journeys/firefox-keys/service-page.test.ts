import { afterAll, beforeAll, expect, it } from 'vitest';
import { ceremonyText, promptText, setUpText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { openWorld, type World } from '../driver/world.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';

let world: World;
let firefox: Firefox;
beforeAll(async () => {
  world = await openWorld();
  firefox = await openFirefox();
});
afterAll(async () => {
  await firefox?.close();
  await world?.close();
});

const credentialsOf = (username: string) =>
  world.service.rooms.floor.db.read
    .selectFrom('credentials')
    .innerJoin('users', 'users.id', 'credentials.user_id')
    .select(['credentials.kind', 'credentials.last_used_at'])
    .where('users.username', '=', username)
    .execute();

it('sets up an authenticator on the service’s own page and signs in with it, later without a click', async () => {
  const unplug = await firefox.plugIn('internal');
  await world.invite(await world.addUser('alex'), 'inline');
  await firefox.goTo(world.campus.signIn('alex'));
  await firefox.says(setUpText.whyTitle('Campus Portal'));
  await firefox.press(setUpText.platform);
  await firefox.says(ceremonyText.added.platform);
  await firefox.press(ceremonyText.matters.use_platform.use);
  await firefox.says('Welcome');

  await firefox.goTo(world.campus.signIn('alex'));
  await firefox.says('Welcome');
  expect(await credentialsOf('alex')).toMatchObject([{ kind: 'platform', last_used_at: expect.any(Number) }]);
  await unplug();
});

import { afterAll, beforeAll, expect, it } from 'vitest';
import { ceremonyText, commonText, promptText, setUpText } from '../../../components/sentences.ts';
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

/** Firefox's authenticator of software answers to "security key" only, and is then of the kind that it is. */
it.each([
  { transport: 'usb', kind: 'security_key' },
  { transport: 'internal', kind: 'platform' },
] as const)(
  'sets up an authenticator ($kind) on the service’s own page and signs in with it, later without a click',
  async ({ transport, kind }) => {
    const authenticator = await firefox.plugIn(transport);
    await world.invite(await world.addUser(kind), 'inline');
    await firefox.goTo(world.campus.signIn(kind));
    await firefox.says(setUpText.whys[0].title('Campus Portal'));
    await firefox.press(setUpText.now);
    await firefox.press(setUpText.ways.security_key.name);
    await firefox.says(ceremonyText.added[kind]);
    await firefox.press(ceremonyText.matters[`use_${kind}`].use);
    await firefox.press(setUpText.skip);
    await firefox.says('Welcome');

    await firefox.goTo(world.campus.signIn(kind));
    await firefox.says('Welcome');
    expect(await credentialsOf(kind)).toMatchObject([{ kind, last_used_at: expect.any(Number) }]);
    await authenticator.unplug();
  },
);

it('says so where no authenticator answers', async () => {
  const authenticator = await firefox.plugIn('usb');
  await world.invite(await world.addUser('empty-handed'), 'inline');
  await firefox.goTo(world.campus.signIn('empty-handed'));
  await firefox.press(setUpText.now);
  await firefox.says(promptText.noPlatform);
  await firefox.press(setUpText.ways.security_key.name);
  await firefox.says(ceremonyText.added.security_key);
  await authenticator.unplug();
  const other = await firefox.plugIn('usb');
  await firefox.press(ceremonyText.matters.use_security_key.use);
  await firefox.says(errors.ceremony_cancelled.say, commonText.tryAgain);
  await other.unplug();
});

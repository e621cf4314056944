import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { deviceText, promptText } from '../../../components/sentences.ts';
import { newProfile } from '../driver/chromium.ts';
import { says } from '../driver/screen.ts';
import { answer, openTrusting, passes } from '../driver/trusted.ts';
import { trustedJourneys } from '../driver/trusted-journeys.ts';
import { type Firefox, openFirefox } from './open-firefox.ts';
import { openPrivateFirefox } from './open-private-firefox.ts';
import { pairedFirefox } from './paired.ts';
import { pair } from './steps.ts';

describe('whoever has paired Firefox', () => {
  let firefox: Firefox;
  trustedJourneys(async (world, user) => {
    firefox = await openFirefox();
    await pair(firefox, await world.invite(user));
    return pairedFirefox(firefox);
  });
  afterAll(() => firefox?.close());
});

it('tells in a private window that it forgets, and forgets', async () => {
  const { world, other, trust, signIn } = await openTrusting();
  const profile = newProfile();
  const first = await openPrivateFirefox(profile);
  const page = await first.tab();
  await page.goto(signIn);
  await other.approve(page);
  await says(page, deviceText.question, deviceText.private);
  await answer(page, deviceText.yes);
  await passes(page, signIn, trust);
  await first.close();

  const second = await openPrivateFirefox(profile);
  const again = await second.tab();
  await again.goto(signIn);
  await says(again, promptText.elsewhere);
  await second.close();
  rmSync(profile, { recursive: true, maxRetries: 5 });
  expect(await trust.standing()).toHaveLength(1);
  await world.close();
});

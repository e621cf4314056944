import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { popupText, promptText, requestText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { defaultPolicy, type PolicyChanges } from '../../../service/policies/policy.ts';
import type { Chromium } from '../driver/chromium.ts';
import { digitsOn, says, text, typeNumber } from '../driver/screen.ts';
import { openWorld, type World } from '../driver/world.ts';

const MINUTE = 60_000;
const HELP = 'Room 12, or call 0100';

let world: World;
let chromium: Chromium;
beforeAll(async () => {
  world = await openWorld();
  chromium = await world.paired(await world.addUser('alex'));
  await world.addUser('newcomer');
});
afterEach(async () => {
  await chromium.closeAll();
  await world.service.setPolicy(defaultPolicy);
  await world.service.setPolicy({ elsewhere: undefined }, world.campus.application.id);
  await world.service.advance(60 * MINUTE);
});
afterAll(() => world.close());

const here = (username = 'alex') => chromium.tab(world.campus.signIn(username));
const elsewhere = () => chromium.privateTab(world.campus.signIn('alex'));
const openToolbar = async () => chromium.toolbar(await chromium.tab(world.campus.base));

describe('what each value of a policy means to the person', () => {
  it.each<{ policy: PolicyChanges; username: string; sees: string[] }>([
    { policy: { browserApproval: 'click' }, username: 'alex', sees: [promptText.here] },
    {
      policy: { browserApproval: 'off', helpDesk: HELP },
      username: 'alex',
      sees: [promptText.over, errors.denied_by_policy.say, HELP],
    },
    { policy: { newUsers: 'allow' }, username: 'newcomer', sees: ['Welcome'] },
    { policy: { newUsers: 'allow' }, username: 'nobody-knows', sees: ['Welcome'] },
    { policy: { newUsers: 'deny' }, username: 'newcomer', sees: [errors.denied_by_policy.say] },
    { policy: { newUsers: 'deny' }, username: 'nobody-knows', sees: [errors.denied_by_policy.say] },
    { policy: { newUsers: 'invitation' }, username: 'newcomer', sees: [errors.enrolment_needed.say] },
    { policy: { newUsers: 'invitation' }, username: 'nobody-knows', sees: [errors.enrolment_needed.say] },
  ])('$policy, for $username', async ({ policy, username, sees }) => {
    await world.service.setPolicy(policy);
    await says(await here(username), ...sees);
  });

  it('switches off what was asked before it changed', async () => {
    const page = await here();
    await says(page, promptText.here);
    const popup = await chromium.toolbar(page);
    await says(popup, requestText.approve);
    const [device, push] = (await chromium.notified()).split('/');
    await world.service.setPolicy({ browserApproval: 'off' });
    // The card may have heard of it before anybody can press its button, so the press is sent as the popup sends it.
    const answer = await chromium.ask(popup, 'push.approve', { device, push });
    expect(answer).toEqual({ ok: false, error: 'push_off' });
    expect(await world.push()).toMatchObject({ state: 'pending' });
  });

  it.each([3, 4, 5, 6])('a number of %i digits', async (digits) => {
    await world.service.setPolicy({ elsewhere: 'number', digits });
    const page = await elsewhere();
    await says(page, promptText.elsewhere);
    const number = await digitsOn(page);
    expect(number).toHaveLength(digits);
    const popup = await openToolbar();
    await says(popup, requestText.numberHint(digits));
    await typeNumber(popup, number);
    await says(page, 'Welcome');
  });

  it('an application’s own policy instead of the one that holds everywhere', async () => {
    await world.service.setPolicy({ elsewhere: 'refuse' }, world.campus.application.id);
    const page = await elsewhere();
    await says(page, promptText.onlyHere);
    await says(await openToolbar(), errors.elsewhere_refused.say);
  });

  it.each([
    { scope: 'guessable', why: 'locked_elsewhere', sees: promptText.here },
    { scope: 'all', why: 'locked_out', sees: errors.locked_out.say },
  ] as const)('a lock-out after one wrong number, of what is $scope', async ({ scope, why, sees }) => {
    await world.service.setPolicy({ lockout: { threshold: 1, scope, minutes: 5 } });
    const prompt = await world.campus.site.begin('alex');
    await prompt.post('promptPush');
    const wrong = (await prompt.read()).parts.push?.latest?.number === '111111' ? '222222' : '111111';
    const popup = await openToolbar();
    await typeNumber(popup, wrong);
    await says(popup, errors.number_wrong.say);

    await says(await elsewhere(), promptText.ends.locked_out, errors[why].say);
    const own = await here();
    await says(own, sees);
    await says(await chromium.toolbar(own), popupText.notice.locked_out());

    await world.service.advance(6 * MINUTE);
    const again = await here();
    await says(again, promptText.here);
    expect(await text(again)).not.toContain(errors.locked_out.say);
  });
});

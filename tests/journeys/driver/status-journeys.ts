import { it } from 'vitest';
import { promptText } from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { operatorOf } from '../../contract/operator/run-operator.ts';
import type { MethodStage } from './method-stage.ts';
import { chooseOther } from './methods.ts';
import { typeCode } from './passcodes.ts';
import { says } from './screen.ts';
import { until } from './until.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const HELP = 'Room 12, or call 0100';

/** What the help desk can bring about, by its own commands beside the running service. */
export function statusJourneys(stage: MethodStage): void {
  async function operate(...command: string[]): Promise<void> {
    await operatorOf(stage.world.service).must(...command);
    // What happens each second: another process has written.
    await stage.world.service.app.tick();
  }

  it('locks the account after wrong codes, and goes on once it is unlocked', async () => {
    const { world, page, atCampus, nextCode } = stage;
    await world.service.setPolicy({
      helpDesk: HELP,
      lockout: { threshold: 1, scope: 'all', minutes: 0 },
    });
    await page.goto(atCampus);
    await says(page, promptText.here);
    await chooseOther(page, promptText.methods.passcode);
    await typeCode(page, '000000');
    await says(page, promptText.ends.locked_out, errors.locked_out.say, HELP, promptText.waits);

    await operate('user', 'unlock', 'alex');
    await says(page, promptText.choosing, promptText.send);
    await chooseOther(page, promptText.methods.passcode);
    await typeCode(page, nextCode());
    await says(page, 'Welcome');
  });

  it('lets nobody in who is disabled, and goes on once they are not', async () => {
    const { world, page, atCampus, approve } = stage;
    await world.service.setPolicy({ helpDesk: HELP });
    await page.goto(atCampus);
    await says(page, promptText.here);
    await operate('user', 'status', 'alex', 'disabled');
    await says(page, promptText.ends.user_disabled, errors.user_disabled.say, HELP);
    await page.goto(atCampus);
    await says(page, promptText.ends.user_disabled, errors.user_disabled.say, HELP);

    await operate('user', 'status', 'alex', 'active');
    await world.service.advance(HOUR);
    await page.goto(atCampus);
    await approve();
    await says(page, 'Welcome');
  });

  it('asks for nothing while a bypass lasts, and again when it has ended', async () => {
    const { world, browser, page, atCampus } = stage;
    // Its end is counted by the real clock, which the service’s is some hours ahead of.
    await operate('user', 'status', 'alex', 'bypass', '--for', '3d');
    await page.goto(atCampus);
    await says(page, 'Welcome');
    await until(browser.notifications, (shown) => shown.length === 0);
    await world.service.advance(3 * DAY);
    await page.goto(atCampus);
    await says(page, promptText.here);
  });
}

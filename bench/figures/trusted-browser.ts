import type { CDPSession } from 'puppeteer-core';
import type { TransactionId } from '../../lib/protocol/ids.ts';
import type { Family } from '../figure.ts';
import { type Journey, withWorld } from '../journey.ts';
import { median } from '../statistics.ts';

const SIGN_INS = 30;
/** So that the worker and the service's code are compiled. */
const WARM_UP = 5;

/** A sign-in in a trusted browser: from the prompt's first byte to the redirect, by the browser's own clock. */
export const trustedBrowser: Family = {
  figures: { trusted_signin_ms_p50: { unit: 'ms', target: 150, better: 'lower' } },
  run: () => withWorld(measure),
};

async function measure(journey: Journey) {
  await trust(journey);
  const times: number[] = [];
  for (let count = 0; count < WARM_UP + SIGN_INS; count++) times.push(await once(journey));
  return { trusted_signin_ms_p50: median(times.slice(WARM_UP)) };
}

/** As if the person had answered the question at an earlier sign-in. */
async function trust({ world, user }: Journey): Promise<void> {
  const { floor, policies, devices, trust } = world.service.rooms;
  const [device] = await devices.active(user);
  if (!device) throw new Error('Nobody is paired.');
  await floor.db.write(async (tx) => {
    await policies.set(tx, 'global', { trustedBrowsers: { hours: 720, scope: 'all' } });
    await trust.make(tx, {
      user,
      application: null,
      holder: { device: device.id },
      browser: device.name,
      transaction: 'A'.repeat(22) as TransactionId,
      address: '127.0.0.1',
      hours: 720,
      limit: 5,
    });
  });
}

async function once({ world, chromium, signIn }: Journey): Promise<number> {
  const page = await chromium.browser.newPage();
  const network = await page.createCDPSession();
  await network.send('Network.enable');
  const began = moment(network, 'Network.responseReceived', `${world.service.origin}/prompt/`);
  const left = moment(network, 'Network.requestWillBeSent', `${world.campus.base}/callback`);
  await page.goto(signIn);
  const took = (await left) - (await began);
  await page.close();
  return took;
}

/** When the first document of this address came, or was asked for; in milliseconds. */
const moment = (
  network: CDPSession,
  event: 'Network.responseReceived' | 'Network.requestWillBeSent',
  address: string,
): Promise<number> =>
  new Promise((resolve) => {
    network.on(event, (told) => {
      const url = 'response' in told ? told.response.url : told.request.url;
      if (told.type === 'Document' && url.startsWith(address)) resolve(told.timestamp * 1_000);
    });
  });

import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { createDevice, makeDeviceKeys } from '../../../lib/device/device.ts';
import { createFlows } from '../../../lib/flows/flows.ts';
import type { HttpCall } from '../../../lib/ports/http.ts';
import type { DeviceId } from '../../../lib/protocol/ids.ts';
import { CHEAP } from '../../fakes/extension.ts';
import { mortalPorts } from '../../fakes/mortal-ports.ts';
import { fakePorts } from '../../fakes/ports.ts';
import { device } from './requests.ts';

export const ORIGIN = 'https://sso.example.org:8443';

/** What a service answers: a body, or a refusal's code. Nothing: it cannot be reached. */
export type Answer = (call: HttpCall & { path: string }) => object | string | undefined;

/** A browser that is paired with a service which the test plays. One at a time: IndexedDB is global. */
export async function openPaired(answer: Answer, devices: readonly DeviceId[] = [device]) {
  globalThis.indexedDB = new IDBFactory();
  const { ports, browser } = fakePorts(async (call) => {
    const told = answer({ ...call, path: new URL(call.url).pathname });
    if (told === undefined) throw new TypeError('Failed to fetch');
    const refusal = typeof told === 'string' && { error: told, message: '' };
    return { status: refusal ? 403 : 200, date: null, chain: null, text: JSON.stringify(refusal || told) };
  });
  browser.granted.add('https://sso.example.org/*');
  for (const one of devices) await pair(createDevice(ports), one);
  return {
    ports,
    browser,
    flows: createFlows(ports, CHEAP),
    /** The browser starts another worker. */
    restart: () => createFlows(ports, CHEAP),
    /** A worker that will be stopped; see `mortalPorts`. */
    mortal(life: number) {
      const { ports: guarded, died } = mortalPorts(ports, life);
      return { flows: createFlows(guarded, CHEAP), died };
    },
  };
}

async function pair({ pairings }: ReturnType<typeof createDevice>, device: DeviceId): Promise<void> {
  const keys = await makeDeviceKeys();
  const serviceKeys = { current: keys.sign.public, next: keys.sign.public };
  const name = 'Chrome on Linux';
  const about = { origin: ORIGIN, keys };
  await pairings.begin({
    ...about,
    attempt: device,
    step: 'waiting',
    startedAt: 0,
    name,
    nonce: 'n',
    claimed: null,
    error: null,
  });
  await pairings.finish(
    { attempt: device, step: 'waiting' },
    {
      ...about,
      device,
      username: 'alex',
      displayName: 'Alex Rivera',
      deviceName: name,
      status: 'active',
      serviceKeys,
      dismissed: [],
    },
  );
}

import type { MethodsShown } from '../../../lib/messages/methods.ts';
import type { OwnBrowser } from '../../../lib/protocol/browsers.ts';
import type { ApplicationId, DeviceId } from '../../../lib/protocol/ids.ts';
import {
  defaultMethodSettings,
  type MethodSettings,
  type MethodsView,
  type Readiness,
  STRENGTH,
} from '../../../lib/protocol/methods.ts';
import type { Method } from '../../../lib/protocol/prompt.ts';
import { account, NOW } from './canned.ts';

const DAY = 86_400_000;

export const here: OwnBrowser = {
  device: account().device,
  name: 'Chrome on Linux',
  here: true,
  createdAt: NOW - 90 * DAY,
  usedLast: false,
};
export const other: OwnBrowser = {
  ...here,
  device: 'DBABCDEFGHIJKLMNOPQS' as DeviceId,
  name: 'Firefox on Windows',
  here: false,
  usedLast: true,
};

export const portal = { id: 'DIABCDEFGHIJKLMNOPQR' as ApplicationId, name: 'Campus Portal' };
export const payroll = { id: 'DIABCDEFGHIJKLMNOPQS' as ApplicationId, name: 'Payroll' };

const devices: Record<Method, string[]> = {
  platform: ['Laptop'],
  security_key: ['Blue key', 'Spare key'],
  push: [here.name, other.name],
  passcode: ['Chrome on Linux', 'Printed codes'],
};

/** One method; with a reason it is not ready. */
export const method = (name: Method, why: string | null = null): Readiness => ({
  method: name,
  enrolled: why !== 'method_missing',
  ready: why === null,
  why,
  strength: STRENGTH[name],
  devices: why === 'method_missing' ? [] : devices[name],
});

export const settings = (part: Partial<MethodSettings> = {}): MethodSettings => ({
  ...defaultMethodSettings,
  ...part,
});

export const methodsView = (part: Partial<MethodsView> = {}): MethodsView => ({
  version: 3,
  settings: settings(),
  methods: [method('platform'), method('security_key'), method('push'), method('passcode')],
  browsers: [here, other].map(({ device, name, here }) => ({ device, name, here })),
  applications: [portal, payroll],
  autoPush: true,
  ...part,
});

export const methodsShown = (
  part: Partial<MethodsView> = {},
  knownSince: number | null = null,
): MethodsShown => ({ view: methodsView(part), knownSince });

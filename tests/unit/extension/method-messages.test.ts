import { expect, it } from 'vitest';
import type { ApplicationId, DeviceId } from '../../../lib/protocol/ids.ts';
import { defaultMethodSettings as settings } from '../../../lib/protocol/methods.ts';
import { areForOwnPages, openReceiver, options } from './page-senders.ts';
import { device } from './requests.ts';

const browser = `DB${'B'.repeat(18)}` as DeviceId;
const application = `DI${'A'.repeat(18)}` as ApplicationId;

areForOwnPages([
  ['methods.get', { device }],
  ['methods.set', { device, version: 0, settings }],
  ['browsers.list', { device }],
  ['browser.rename', { device, browser, name: 'Desk' }],
  ['browser.remove', { device, browser }],
  ['browser.add', { device, replaces: null }],
  ['browser.add', { device, replaces: browser }],
  ['browser.invite', { device }],
  ['profile.get', {}],
]);

const own = { application, opensWith: null, autoPush: false };

it.each([
  ['methods.set', { device, settings }],
  ['methods.set', { device, version: '0', settings }],
  ['methods.set', { device, version: 0, settings: { ...settings, pushTo: 'nobody' } }],
  ['methods.set', { device, version: 0, settings: { ...settings, opensWith: { method: 'sms' } } }],
  ['methods.set', { device, version: 0, settings: { ...settings, applications: [own, own] } }],
  ['methods.set', { device, version: 0, settings: { ...settings, more: true } }],
  ['browser.rename', { device, browser, name: ' ' }],
  ['browser.remove', { device }],
  ['browser.add', { device }],
] as const)('%s takes no %j', async (name, request) => {
  const { receive, handler } = openReceiver();
  expect(await receive(name, request, options)).toEqual({ ok: false, error: 'bad_request' });
  expect(handler).not.toHaveBeenCalled();
});

import type { ApplicationId, DeviceId } from '../../lib/protocol/ids.ts';
import type { MethodSettings, OpensWith } from '../../lib/protocol/methods.ts';

/** What settings come to in one place: for the account, or for an application that may differ. */
export interface Scope {
  opensWith: OpensWith;
  autoPush: boolean;
}

/** `application` null: the account itself. */
export function scopeOf(settings: MethodSettings, application: ApplicationId | null): Scope {
  const own = settings.applications.find((one) => one.application === application);
  return {
    opensWith: own?.opensWith ?? settings.opensWith,
    autoPush: own?.autoPush ?? settings.autoPush,
  };
}

/** The one browser that a prompt asks because it opens with it. */
export const deviceOf = (opensWith: OpensWith): DeviceId | null =>
  opensWith.method === 'push' ? opensWith.device : null;

interface Known {
  devices: ReadonlySet<DeviceId>;
  applications: ReadonlySet<ApplicationId>;
}

/** Every browser that settings name. */
export function devicesNamed({ opensWith, pushTo, applications }: MethodSettings): DeviceId[] {
  const wishes = [opensWith, ...applications.flatMap((one) => one.opensWith ?? [])];
  const chosen = wishes.flatMap((wish) => deviceOf(wish) ?? []);
  return pushTo === 'all' || pushTo === 'last' ? chosen : [...chosen, pushTo];
}

/** Whether all that settings name is there. */
export const isKnown = (settings: MethodSettings, { devices, applications }: Known): boolean =>
  devicesNamed(settings).every((id) => devices.has(id)) &&
  settings.applications.every(({ application }) => applications.has(application));

/** What has gone since falls back: a browser to "as everywhere", an application to nothing of its own. */
export function withoutGone(settings: MethodSettings, { devices, applications }: Known): MethodSettings {
  const wish = (opensWith: OpensWith): OpensWith => {
    const device = deviceOf(opensWith);
    return device && !devices.has(device) ? { method: 'push', device: null } : opensWith;
  };
  const { pushTo } = settings;
  return {
    ...settings,
    opensWith: wish(settings.opensWith),
    pushTo: pushTo === 'all' || pushTo === 'last' || devices.has(pushTo) ? pushTo : 'all',
    applications: settings.applications
      .filter(({ application }) => applications.has(application))
      .map((own) => ({ ...own, opensWith: own.opensWith && wish(own.opensWith) })),
  };
}

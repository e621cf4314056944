import type { DeviceId } from '../../lib/protocol/ids.ts';
import type { PortalDevice } from '../../lib/protocol/portal.ts';
import { DeviceRow } from '../devices/device-row.tsx';
import { NewBrowser } from '../devices/new-browser.tsx';
import { NewBrowserLink } from '../devices/new-browser-link.tsx';
import { Note } from '../note.tsx';
import { deviceRowText } from '../sentences/devices.ts';
import { portalText } from '../sentences/portal.ts';
import { useFocusKept } from '../trusted/use-focus-kept.ts';
import { useFocusWith } from '../use-focus-with.ts';
import type { PortalActions, PortalInside } from './portal-screen.ts';

export interface DevicesProps {
  inside: PortalInside;
  actions: Pick<PortalActions, 'rename' | 'remove' | 'invite' | 'putAway' | 'copy'>;
}

/** Of each line. */
const BUTTONS = 2;

/** Everything that a person can confirm with, and the way to a browser more. */
export function Devices({ inside: { state, busy, invited }, actions }: DevicesProps) {
  const { devices } = state;
  const { rename, remove, invite } = actions;
  const list = useFocusKept(devices.map(({ id }) => id).join());
  const link = useFocusWith(invited === null);
  return (
    <div ref={list.place} class="stack">
      {devices.length === 0 && <p class="muted">{portalText.noDevices}</p>}
      <ul class="list">
        {devices.map((device, at) => (
          <li key={device.id}>
            <PortalDeviceRow
              device={device}
              busy={busy}
              onName={rename}
              onRemove={(id) => {
                list.forgetting(at * BUTTONS);
                remove(id);
              }}
            />
          </li>
        ))}
      </ul>
      <div ref={link}>
        {invited === null ? (
          <NewBrowser browsers={devices.filter(isBrowser)} busy={busy} onAdd={invite} />
        ) : (
          <NewBrowserLink invited={invited} onCopy={actions.copy} onDone={actions.putAway} />
        )}
      </div>
    </div>
  );
}

const isBrowser = (device: PortalDevice): device is PortalDevice & { id: DeviceId } =>
  device.kind === 'browser';

interface PortalDeviceRowProps {
  device: PortalDevice;
  busy: boolean;
  onName: PortalActions['rename'];
  onRemove: PortalActions['remove'];
}

function PortalDeviceRow({ device, busy, onName, onRemove }: PortalDeviceRowProps) {
  const { id, kind, name, here, createdAt, cloneSuspected } = device;
  const chips = (
    <>
      {here && <span class="chip good">{deviceRowText.here}</span>}
      {cloneSuspected && <span class="chip warn">{portalText.clone}</span>}
    </>
  );
  return (
    <DeviceRow
      name={name}
      kind={portalText.kinds[kind]}
      createdAt={createdAt}
      chips={chips}
      busy={busy}
      onName={(next) => onName(id, next)}
      removal={{ ask: portalText.removeAsk(name, here), onRemove: () => onRemove(id) }}
    >
      {cloneSuspected && <Note tone="warn">{portalText.cloneWhy}</Note>}
    </DeviceRow>
  );
}

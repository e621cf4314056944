import type { OwnBrowser } from '../../../lib/protocol/browsers.ts';
import { DeviceRow } from '../../devices/device-row.tsx';
import { deviceRowText } from '../../sentences/devices.ts';
import { browsersText } from '../../sentences.ts';

export interface BrowserRowProps {
  browser: OwnBrowser;
  busy: boolean;
  onName: (name: string) => void;
  onRemove: () => void;
}

/** One paired browser of the person. This one is ended by unpairing it, which also forgets its keys here. */
export function BrowserRow({ browser, busy, onName, onRemove }: BrowserRowProps) {
  const { name, here, usedLast, createdAt } = browser;
  const chips = (
    <>
      {here && <span class="chip good">{deviceRowText.here}</span>}
      {usedLast && <span class="chip">{browsersText.usedLast}</span>}
    </>
  );
  return (
    <DeviceRow
      name={name}
      createdAt={createdAt}
      chips={chips}
      busy={busy}
      onName={onName}
      {...(!here && { removal: { ask: browsersText.removeAsk(name), onRemove } })}
    >
      {here && <p class="small muted">{browsersText.unpairHere}</p>}
    </DeviceRow>
  );
}

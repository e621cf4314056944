import type { MethodSettings, MethodsView, PushTo } from '../../../lib/protocol/methods.ts';
import { Check } from '../../forms/check.tsx';
import { Choice } from '../../forms/choice.tsx';
import { methodsText } from '../../sentences.ts';

export interface PushSettingsProps {
  settings: Pick<MethodSettings, 'autoPush' | 'pushTo'>;
  view: Pick<MethodsView, 'browsers' | 'autoPush'>;
  onEdit: (part: Partial<MethodSettings>) => void;
}

/** Whether a push is sent by itself, and to which browsers. */
export function PushSettings({ settings, view, onEdit }: PushSettingsProps) {
  const { browsers, autoPush: isAllowed } = view;
  const targets: Partial<Record<PushTo, string>> = {
    all: methodsText.toAll,
    last: methodsText.toLast,
    ...Object.fromEntries(
      browsers.map(({ device, name, here }) => [device, here ? methodsText.toHere : methodsText.toOne(name)]),
    ),
  };
  return (
    <>
      <Check
        checked={settings.autoPush && isAllowed}
        disabled={!isAllowed}
        hint={isAllowed ? methodsText.autoPushWhy : methodsText.autoPushOff}
        onCheck={(autoPush) => onEdit({ autoPush })}
      >
        {methodsText.autoPush}
      </Check>
      <div class="form">
        <Choice
          label={methodsText.sendTo}
          hint={methodsText.sendToWhy}
          value={settings.pushTo}
          choices={targets as Record<PushTo, string>}
          onChoice={(pushTo) => onEdit({ pushTo })}
        />
      </div>
    </>
  );
}

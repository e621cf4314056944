import { useEffect, useState } from 'preact/hooks';
import type { MethodSettings } from '../../../lib/protocol/methods.ts';
import { settled } from './settled.ts';

interface Draft {
  /** What it was begun on. */
  version: number;
  settings: MethodSettings;
}

export interface DraftOptions {
  version: number;
  settings: MethodSettings;
  /** It is being saved, so a new version is our own. */
  saving: boolean;
  /** Somebody else has changed the settings meanwhile: the draft is gone. */
  onConflict: () => void;
}

/** What a person has chosen and not saved yet. It holds for the version that they saw, and for no other. */
export function useDraft({ version, settings, saving, onConflict }: DraftOptions) {
  const [draft, keep] = useState<Draft | null>(null);
  const isStale = draft !== null && draft.version !== version && !saving;
  useEffect(() => {
    if (!isStale) return;
    keep(null);
    onConflict();
  }, [isStale]);

  const shown = draft === null || isStale ? settings : draft.settings;
  return {
    shown,
    /** What to save; null where nothing differs from what holds. */
    changed: same(settled(shown), settled(settings)) ? null : settled(shown),
    edit: (part: Partial<MethodSettings>) => keep({ version, settings: { ...shown, ...part } }),
    drop: () => keep(null),
  };
}

const same = (one: MethodSettings, other: MethodSettings): boolean =>
  JSON.stringify(one) === JSON.stringify(other);

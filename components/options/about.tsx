import { useState } from 'preact/hooks';
import type { Overview } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { optionsText } from '../sentences.ts';
import { diagnostics } from './diagnostics.ts';

export interface AboutProps {
  overview: Overview;
  version: string;
  browserName: string;
  onCopy: (text: string) => Promise<boolean>;
}

/** The version, and what a help desk asks for. */
export function About({ overview, version, browserName, onCopy }: AboutProps) {
  const [copied, tell] = useState(false);
  const text = diagnostics({ overview, version, browserName });
  return (
    <>
      <dl class="facts">
        <dt>{optionsText.version}</dt>
        <dd>{version}</dd>
      </dl>
      <div class="stack-tight">
        <div>
          <h3>{optionsText.diagnostics}</h3>
          <p class="small muted">{optionsText.diagnosticsWhy}</p>
        </div>
        <pre>{text}</pre>
        <div class="row">
          <Button onPress={() => void onCopy(text).then(tell)}>{optionsText.copy}</Button>
          <span class="small muted" role="status">
            {copied && optionsText.copied}
          </span>
        </div>
      </div>
    </>
  );
}

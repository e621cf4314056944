import type { Method } from '../../lib/protocol/prompt.ts';
import { Heading } from '../heading.tsx';
import { promptText, setUpText } from '../sentences.ts';
import { Way } from '../way.tsx';

export interface FirstSetUpProps {
  application: string;
  /** Whether this computer has an authenticator of its own; null until the browser has told. */
  platform: boolean | null;
  onChoose: (method: Method) => void;
}

/** Set-up inside a sign-in: why, and the choice of way, the strongest first. */
export function FirstSetUp({ application, platform, onChoose }: FirstSetUpProps) {
  const here = platform !== false;
  return (
    <>
      <Heading>{setUpText.whyTitle(application)}</Heading>
      <p>{setUpText.why}</p>
      <div class="stack-tight">
        <Way
          name={setUpText.platform}
          words={here ? setUpText.platformWhy : promptText.noPlatform}
          look={here ? 'main' : 'plain'}
          disabled={!here}
          onPress={() => onChoose('platform')}
        />
        <Way
          name={setUpText.securityKey}
          words={setUpText.securityKeyWhy}
          look={here ? 'plain' : 'main'}
          onPress={() => onChoose('security_key')}
        />
        <Way name={setUpText.setUp} words={setUpText.pairWhy} onPress={() => onChoose('push')} />
      </div>
    </>
  );
}

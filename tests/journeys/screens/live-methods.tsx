import { useState } from 'preact/hooks';
import type { MethodActions } from '../../../components/options/methods/method-actions.ts';
import { SignInMethods } from '../../../components/options/methods/sign-in-methods.tsx';
import { Section } from '../../../components/options/section.tsx';
import type { MethodsShown } from '../../../lib/messages/methods.ts';
import { account, NOW, overview } from './canned.ts';
import { methodsShown } from './canned-methods.ts';
import { actions } from './canned-options.tsx';

const { device } = account();

/** The section over a service that keeps what it is told, and over another browser whose hand the test is. */
export function LiveMethods() {
  const [known, keep] = useState(methodsShown());
  const become = (part: Partial<MethodsShown['view']>) =>
    keep(({ view }) => ({ knownSince: null, view: { ...view, version: view.version + 1, ...part } }));
  const set: MethodActions['set'] = async (_, { version, settings }) => {
    await Promise.resolve();
    if (known.knownSince !== null) return { ok: false, error: 'settings_offline' };
    if (version !== known.view.version) return { ok: false, error: 'version_conflict' };
    become({ settings });
    return { ok: true, value: { proving: false } };
  };
  const elsewhere = (): void =>
    become({ settings: { ...known.view.settings, opensWith: { method: 'passcode' } } });
  return (
    <main class="options stack">
      <h1>Options</h1>
      <Section id="methods" name="Sign-in methods">
        <SignInMethods
          overview={overview()}
          methods={{ [device]: known }}
          change={null}
          actions={{ set }}
          changes={actions.keys}
        />
      </Section>
      <p id="kept">{JSON.stringify(known.view.settings)}</p>
      <button type="button" id="elsewhere" onClick={elsewhere}>
        Another browser
      </button>
      <button type="button" id="offline" onClick={() => keep({ ...known, knownSince: NOW })}>
        Offline
      </button>
    </main>
  );
}

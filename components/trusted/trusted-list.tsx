import type { ForgetPost, TrustedBrowser } from '../../lib/protocol/trust.ts';
import { trustedListText } from '../sentences/trust.ts';
import { ForgetSeveral } from './forget-several.tsx';
import { TrustedLine } from './trusted-line.tsx';
import { useFocusKept } from './use-focus-kept.ts';

export interface TrustedListProps {
  trusted: readonly TrustedBrowser[];
  /** The service's time in milliseconds. */
  now: number;
  /** A change is under way. */
  busy: boolean;
  onForget: (what: ForgetPost) => void;
}

/** All of a person's trusted browsers, and how to forget them. Its style is `trusted.css`. */
export function TrustedList({ trusted, now, busy, onForget }: TrustedListProps) {
  const { place, forgetting } = useFocusKept(trusted.map(({ id }) => id).join());
  const forget = (what: ForgetPost, at = 0): void => {
    forgetting(at);
    onForget(what);
  };
  return (
    <div ref={place} class="stack trusted">
      <p class="heard" role="status">
        {trustedListText.count(trusted.length)}
      </p>
      {trusted.length === 0 ? (
        <p class="muted" tabIndex={-1}>
          {trustedListText.none}
        </p>
      ) : (
        <>
          <ul>
            {trusted.map((one, at) => (
              <li key={one.id} class="row">
                <TrustedLine
                  trusted={one}
                  now={now}
                  busy={busy}
                  onForget={() => forget({ which: 'one', id: one.id }, at)}
                />
              </li>
            ))}
          </ul>
          <ForgetSeveral hasOthers={hasOthers(trusted)} busy={busy} onForget={forget} />
        </>
      )}
    </div>
  );
}

const hasOthers = (trusted: readonly TrustedBrowser[]): boolean =>
  trusted.some(({ here }) => here) && trusted.some(({ here }) => !here);

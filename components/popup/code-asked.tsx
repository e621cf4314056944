import { useState } from 'preact/hooks';
import type { AccountView } from '../../lib/messages/contract.ts';
import type { VaultView } from '../../lib/messages/vault.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { Note } from '../note.tsx';
import { passcodeProblem } from '../passcodes/passcode-problem.ts';
import { askedText, codesText } from '../sentences/passcodes.ts';
import type { PasscodeActions } from './passcode-actions.ts';

export interface CodeAskedProps {
  vault: VaultView;
  /** The accounts at the service whose prompt asks; most often one. */
  accounts: readonly AccountView[];
  /** It stands below a request, whose number may be being typed: it takes no focus. */
  below: boolean;
  actions: Pick<PasscodeActions, 'fill' | 'toOptions'>;
  /** Leads to the field in which the vault is unlocked. */
  onUnlock: () => void;
}

/** The prompt in the tab in front waits for a code, and this browser can type it there. */
export function CodeAsked(props: CodeAskedProps) {
  return (
    <section class="panel stack-tight">
      {props.below ? <h2>{askedText.title}</h2> : <Heading>{askedText.title}</Heading>}
      <p class="muted small">{askedText.why}</p>
      <Way {...props} />
    </section>
  );
}

function Way({ vault, accounts, below, actions, onUnlock }: CodeAskedProps) {
  const [error, fail] = useState<ErrorCode | null>(null);
  if (vault.state === 'none')
    return (
      <Go below={below} onPress={actions.toOptions}>
        {codesText.setUp}
      </Go>
    );
  if (vault.state === 'locked')
    return (
      <Go below={below} onPress={onUnlock}>
        {askedText.unlock}
      </Go>
    );
  const ready = accounts.filter(({ device }) => vault.accounts.includes(device));
  if (ready.length === 0) return <Note>{askedText.notReady}</Note>;
  const fill = async ({ device }: AccountView): Promise<void> => {
    const reply = await actions.fill(device);
    fail(reply.ok ? null : reply.error);
  };
  return (
    <>
      {ready.map((account) => (
        <Go key={account.device} below={below} onPress={() => void fill(account)}>
          {ready.length === 1 ? askedText.fill : askedText.fillOf(account.username)}
        </Go>
      ))}
      {error !== null && (
        <Note tone="bad" spoken>
          {passcodeProblem(error)}
        </Note>
      )}
    </>
  );
}

function Go({ children, below, onPress }: { children: string; below: boolean; onPress: () => void }) {
  return (
    <Button look={below ? 'plain' : 'main'} large wide onPress={onPress}>
      {children}
    </Button>
  );
}

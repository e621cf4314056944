import { useState } from 'preact/hooks';
import type { PairingProgress as Progress } from '../../lib/messages/contract.ts';
import type { ErrorCode } from '../../lib/protocol/errors.ts';
import { Button } from '../button.tsx';
import { problem } from '../everyday-problem.ts';
import { hostOf } from '../format.ts';
import { Heading } from '../heading.tsx';
import { Icon } from '../icon.tsx';
import { Note } from '../note.tsx';
import { commonText, pairingText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { CompareDigits } from './compare-digits.tsx';
import type { PairingSteps } from './pairing-actions.ts';
import { ProfileAdvice } from './profile-advice.tsx';

export interface PairingProgressProps {
  progress: Progress;
  actions: PairingSteps;
  /** Of its headings, on the page where it stands. */
  level?: 1 | 2 | 3;
  onClosed: () => void;
}

/** A pairing under way, as the extension's pages show it: it goes on although they close. */
export function PairingProgress(props: PairingProgressProps) {
  const { progress, actions, level = 1, onClosed } = props;
  const [error, fail] = useState<ErrorCode | null>(null);
  const close = () => void actions.cancel().then(onClosed);
  const told = async (work: Promise<{ ok: true } | { ok: false; error: ErrorCode }>) => {
    const reply = await work;
    fail(reply.ok ? null : reply.error);
  };
  // The browser answers a request for an origin only within the click itself: nothing may be awaited before it.
  const allow = () => {
    void actions
      .allow(progress.origin)
      .then((granted) => (granted ? told(actions.start()) : fail('permission_missing')));
  };
  return (
    <div class="stack" key={progress.step}>
      <Step
        progress={progress}
        level={level}
        actions={actions}
        onAllow={allow}
        onAnswer={(match) => void told(actions.answer(match))}
      />
      {error !== null && (
        <Note tone="bad" spoken>
          {problem(error)}
        </Note>
      )}
      <Close step={progress.step} onClose={close} />
    </div>
  );
}

interface StepProps {
  progress: Progress;
  level: 1 | 2 | 3;
  actions: PairingSteps;
  onAllow: () => void;
  onAnswer: (match: boolean) => void;
}

function Step({ progress, level, actions, onAllow, onAnswer }: StepProps) {
  const { step, digits, error } = progress;
  const facts = <PairingFacts origin={progress.origin} username={progress.username} />;
  if (step === 'compare' && digits !== null) {
    return (
      <CompareDigits digits={digits} where={pairingText.comparePopup} level={level} onAnswer={onAnswer}>
        {facts}
      </CompareDigits>
    );
  }
  if (step === 'permission') {
    return (
      <>
        <Heading level={level}>{pairingText.offer}</Heading>
        {facts}
        <ProfileAdvice actions={actions} />
        <p class="small muted">{pairingText.offerWhy}</p>
        <Button look="main" large wide onPress={onAllow}>
          {pairingText.allow}
        </Button>
      </>
    );
  }
  if (step === 'done') {
    return (
      <>
        <Heading level={level}>{pairingText.done}</Heading>
        {facts}
        <Note tone="good">{pairingText.donePopup}</Note>
      </>
    );
  }
  if (step === 'failed') {
    return (
      <>
        <Heading level={level}>{pairingText.failed}</Heading>
        <Note tone="bad">{problem(error)}</Note>
      </>
    );
  }
  return (
    <>
      <Heading level={level}>{pairingText.choose}</Heading>
      {facts}
      <Working>{step === 'waiting' ? pairingText.waitingForPage : pairingText.claiming}</Working>
    </>
  );
}

/** The origin stands first and never the name that a service claims for itself. */
function PairingFacts({ origin, username }: { origin: string; username: string | null }) {
  return (
    <dl class="facts">
      <dt>{pairingText.service}</dt>
      <dd>
        <strong>{hostOf(origin)}</strong>
      </dd>
      {username !== null && (
        <>
          <dt>{pairingText.account}</dt>
          <dd>{username}</dd>
        </>
      )}
    </dl>
  );
}

function Close({ step, onClose }: { step: Progress['step']; onClose: () => void }) {
  if (step === 'done') {
    return (
      <Button look="main" wide onPress={onClose}>
        <Icon name="tick" />
        {pairingText.close}
      </Button>
    );
  }
  return (
    <Button look="quiet" wide onPress={onClose}>
      {step === 'failed' ? commonText.startAgain : commonText.cancel}
    </Button>
  );
}

import type { RequestView } from '../../lib/messages/contract.ts';
import { Button } from '../button.tsx';
import { Countdown } from '../countdown.tsx';
import { problem } from '../everyday-problem.ts';
import { hostOf, initial } from '../format.ts';
import { Note } from '../note.tsx';
import { requestText } from '../sentences.ts';
import { Working } from '../working.tsx';
import { CardFacts } from './card-facts.tsx';
import { CardResult } from './card-result.tsx';
import { NotMe } from './not-me.tsx';
import { NotYou } from './not-you.tsx';
import { NumberField } from './number-field.tsx';
import type { PopupActions } from './popup-actions.ts';
import { type CardAnswer, cardAnswer } from './popup-state.ts';
import { type Decision, useDecision } from './use-decision.ts';

export interface RequestCardProps {
  request: RequestView;
  tabHost: string | null;
  now: number;
  /** Whether it is the only card. */
  alone: boolean;
  /** "Not me" was pressed on its notification: it opens on the question why. */
  asking: boolean;
  actions: PopupActions;
  /** Says a result aloud. */
  speak: (words: string) => void;
}

/** One request, decided by itself. */
export function RequestCard(props: RequestCardProps) {
  const { request, tabHost, now } = props;
  const decision = useDecision(props);
  const answer = decision.phase === 'ended' ? 'over' : cardAnswer({ request, tabHost, now });
  const title = `${request.device}-${request.id}`;
  return (
    <article class="panel card stack" aria-labelledby={title}>
      <header class="row">
        <span class="avatar" aria-hidden="true">
          {initial(request.application)}
        </span>
        <div class="grow">
          <h2 id={title}>{request.application}</h2>
          <p class="small muted">{request.username}</p>
        </div>
        {answer !== 'over' && <Countdown now={now} since={request.createdAt} until={request.expiresAt} />}
      </header>
      <CardFacts request={request} tabHost={tabHost} />
      <div class="stack-tight answers">
        <Answers {...props} answer={answer} decision={decision} />
      </div>
    </article>
  );
}

type AnswersProps = RequestCardProps & { answer: CardAnswer; decision: Decision };

function Answers(props: AnswersProps) {
  const { request, now, actions, answer, decision } = props;
  if (decision.phase === 'sending') return <Working>{requestText.sending}</Working>;
  if (answer === 'over') {
    return (
      <>
        <CardResult request={request} result={decision.result} error={decision.error} />
        <NotYou request={request} now={now} actions={actions} />
      </>
    );
  }
  if (decision.phase === 'reason') return <NotMe onReason={decision.deny} onBack={decision.back} />;
  return (
    <>
      {decision.error !== null && <Note tone="bad">{problem(decision.error)}</Note>}
      <Approval {...props} />
      <Button wide onPress={decision.askWhy}>
        {requestText.notMe}
      </Button>
    </>
  );
}

function Approval({ request, tabHost, alone, answer, decision }: AnswersProps) {
  const label = requestText.approveLabel(request.application);
  if (answer === 'refuse') return <Note tone="warn">{problem('elsewhere_refused')}</Note>;
  if (answer === 'toolbar') {
    return (
      <Note tone="warn">
        <strong>{requestText.fromToolbar}</strong>
        <p>{requestText.fromToolbarWhy}</p>
      </Note>
    );
  }
  const next = request.verify && <p class="small muted">{requestText.verify}</p>;
  if (answer === 'click') {
    return (
      <>
        {next}
        <Button look="main" large wide label={label} onPress={() => decision.approve()}>
          {requestText.approve}
        </Button>
      </>
    );
  }
  return (
    <>
      {next}
      {tabHost !== null && tabHost !== hostOf(request.origin) && <Note>{requestText.otherTab(tabHost)}</Note>}
      <NumberField
        id={`number-${request.id}`}
        digits={request.digits}
        approveLabel={label}
        focus={alone}
        onNumber={decision.approve}
      />
    </>
  );
}

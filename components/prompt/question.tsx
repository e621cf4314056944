import type { TrustQuestion } from '../../lib/protocol/trust.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { deviceText } from '../sentences.ts';

export interface QuestionProps {
  question: TrustQuestion;
  /** The answer is on its way. */
  storing: boolean;
  /** Whether this sign-in opens the list of devices. */
  portal: boolean;
  onAnswer: (yes: boolean) => void;
  onManage: () => void;
}

/** After a success: shall this browser be trusted? */
export function Question({ question, storing, portal, onAnswer, onManage }: QuestionProps) {
  const { hours, application, holder } = question;
  return (
    <>
      <Heading>{deviceText.question}</Heading>
      <p>{deviceText.questionWhy(deviceText.length(hours), application)}</p>
      {holder === 'cookie' && <p class="small muted">{deviceText.private}</p>}
      <div class="stack-tight">
        <Button look="main" large wide disabled={storing} onPress={() => onAnswer(true)}>
          {deviceText.yes}
        </Button>
        <Button large wide disabled={storing} onPress={() => onAnswer(false)}>
          {deviceText.no}
        </Button>
      </div>
      {portal && (
        <Button look="quiet" wide disabled={storing} onPress={onManage}>
          {deviceText.manage}
        </Button>
      )}
    </>
  );
}

import type { DenyReason } from '../../lib/protocol/push.ts';
import { Button } from '../button.tsx';
import { Heading } from '../heading.tsx';
import { commonText, requestText } from '../sentences.ts';

/** Why a request is refused: a report stops more than this one, a change of mind does not. */
export function NotMe(props: { onReason: (reason: DenyReason) => void; onBack: () => void }) {
  const { onReason, onBack } = props;
  return (
    <div class="stack-tight">
      <Heading level={2}>{requestText.why}</Heading>
      <Button look="danger" wide onPress={() => onReason('fraud')}>
        {requestText.fraud}
      </Button>
      <Button wide onPress={() => onReason('mistake')}>
        {requestText.mistake}
      </Button>
      <Button look="quiet" wide onPress={onBack}>
        {commonText.back}
      </Button>
    </div>
  );
}

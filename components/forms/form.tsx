import type { ComponentChildren } from 'preact';
import { Button } from '../button.tsx';
import { commonText } from '../sentences.ts';
import { Told } from './told.tsx';
import type { Outcome } from './use-outcome.ts';

export interface FormProps {
  /** What the button says that goes on. */
  act: string;
  look?: 'main' | 'danger';
  disabled?: boolean;
  /** As wide as its section: for more than fields. */
  wide?: boolean;
  outcome?: Outcome;
  children: ComponentChildren;
  onAct: () => void;
  onBack?: (() => void) | undefined;
}

/** A few fields or a question, what became of them, and the ways on and back. Enter in a field goes on. */
export function Form(props: FormProps) {
  const { act, look = 'main', wide = false, outcome, children, onAct, onBack } = props;
  const disabled = props.disabled === true || outcome?.working === true;
  return (
    <form
      class={wide ? 'stack-tight' : 'stack-tight form'}
      onSubmit={(event) => event.preventDefault()}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.isTrusted && !disabled && isTypedInto(event.target)) onAct();
      }}
    >
      {children}
      {outcome && <Told outcome={outcome} />}
      <div class="row">
        <Button look={look} disabled={disabled} onPress={onAct}>
          {act}
        </Button>
        {onBack && (
          <Button look="quiet" onPress={onBack}>
            {commonText.cancel}
          </Button>
        )}
      </div>
    </form>
  );
}

const isTypedInto = (target: EventTarget | null): boolean =>
  target instanceof HTMLInputElement && !['checkbox', 'file'].includes(target.type);

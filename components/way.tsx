import { Button } from './button.tsx';

export interface WayProps {
  name: string;
  /** A word more: what it takes, or why it cannot be used. */
  words: string;
  disabled?: boolean;
  look?: 'main' | 'plain';
  onPress: () => void;
}

/** One way among several, as a button of two lines. */
export function Way({ name, words, disabled = false, look = 'plain', onPress }: WayProps) {
  return (
    <Button wide look={look} disabled={disabled} onPress={onPress}>
      <span class="grow way">
        {name}
        <small>{words}</small>
      </span>
    </Button>
  );
}

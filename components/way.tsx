import { Button } from './button.tsx';

export interface WayProps {
  name: string;
  /** A word more: what it takes, or why it cannot be used. */
  words: string;
  disabled?: boolean;
  look?: 'main' | 'plain';
  /** For one that stays chosen while the person goes on here. */
  pressed?: boolean;
  onPress: () => void;
}

/** One way among several, as a button of two lines. */
export function Way(props: WayProps) {
  const { name, words, disabled = false, look = 'plain', pressed, onPress } = props;
  return (
    <Button
      wide
      look={look}
      disabled={disabled}
      {...(pressed !== undefined && { pressed })}
      onPress={onPress}
    >
      <span class="grow way">
        {name}
        <small>{words}</small>
      </span>
    </Button>
  );
}

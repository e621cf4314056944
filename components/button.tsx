import type { ComponentChildren } from 'preact';

export interface ButtonProps {
  children: ComponentChildren;
  onPress: () => void;
  /** At most one `main` on a screen. */
  look?: 'main' | 'plain' | 'quiet' | 'danger';
  wide?: boolean;
  large?: boolean;
  disabled?: boolean;
  /** For a label that needs more words than the eye does. */
  label?: string;
  describedBy?: string;
  /** For one that stays pressed until it is pressed again. */
  pressed?: boolean;
}

/**
 * A button that only a person's own single press sets off. A click made by a script is not trusted, and the second
 * click of a double click would fall on whatever the first one brought there.
 */
export function Button(props: ButtonProps) {
  const { children, onPress, look = 'plain', wide = false, large = false, disabled = false } = props;
  const press = (event: MouseEvent): void => {
    if (!event.isTrusted || event.detail > 1 || disabled) return;
    onPress();
  };
  const classes = ['button', look, wide && 'wide', large && 'large'].filter(Boolean).join(' ');
  return (
    <button
      type="button"
      class={classes}
      onClick={press}
      aria-disabled={disabled}
      aria-label={props.label}
      aria-pressed={props.pressed}
      aria-describedby={props.describedBy}
    >
      {children}
    </button>
  );
}

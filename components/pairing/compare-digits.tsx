import type { ComponentChildren } from 'preact';
import { Button } from '../button.tsx';
import { Digits } from '../digits.tsx';
import { Heading } from '../heading.tsx';
import { pairingText } from '../sentences.ts';

export interface CompareDigitsProps {
  digits: string;
  /** Where the other six digits are. */
  where: string;
  /** Who asks: facts that the person checks as well. */
  children: ComponentChildren;
  level?: 1 | 2 | 3;
  onAnswer: (match: boolean) => void;
}

/** The numeric comparison that ends a pairing: the same on the page and in the popup, and neither answer is preset. */
export function CompareDigits({ digits, where, children, level = 1, onAnswer }: CompareDigitsProps) {
  return (
    <div class="stack">
      <Heading level={level}>{pairingText.compare}</Heading>
      <p>{where}</p>
      <div class="centre">
        <Digits value={digits} label={pairingText.digits} />
      </div>
      {children}
      <div class="row">
        <div class="grow">
          <Button wide large onPress={() => onAnswer(true)}>
            {pairingText.match}
          </Button>
        </div>
        <div class="grow">
          <Button wide large onPress={() => onAnswer(false)}>
            {pairingText.differ}
          </Button>
        </div>
      </div>
    </div>
  );
}

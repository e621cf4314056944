import { Outline } from '../icon.tsx';

const outlines = {
  pin: 'M9 4h6l-.8 6.500 3.300 3V15.500h-11V13.500l3.300-3zM12 15.500V21',
  lock: 'M6.500 10.500h11A1.500 1.500 0 0 1 19 12v7a1.500 1.500 0 0 1-1.500 1.500h-11A1.500 1.500 0 0 1 5 19v-7a1.500 1.500 0 0 1 1.500-1.500zM8 10.500V7.500a4 4 0 0 1 8 0v3',
} as const;

/** Kept apart from the other icons: what shows no passcodes does not load them. Decoration only. */
export const PasscodeIcon = ({ name, filled = false }: { name: keyof typeof outlines; filled?: boolean }) => (
  <Outline path={outlines[name]} filled={filled} />
);

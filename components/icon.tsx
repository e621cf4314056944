/** The kept set: 24-unit outlines drawn with round strokes in the colour of the text around them. */
const outlines = {
  tick: 'M5 12.5l4.5 4.5L19 7.5',
  cross: 'M6.5 6.5l11 11M17.5 6.5l-11 11',
  warning:
    'M12 9v4.5M12 17v.01M10.4 4.4L2.9 17.6A1.8 1.8 0 0 0 4.5 20.300h15a1.8 1.8 0 0 0 1.6-2.7L13.6 4.400a1.85 1.85 0 0 0-3.2 0z',
  info: 'M12 11v5.500M12 7.500v.01M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z',
  page: 'M4 6.500A1.5 1.5 0 0 1 5.5 5h13A1.5 1.5 0 0 1 20 6.500v11a1.5 1.5 0 0 1-1.5 1.500h-13A1.5 1.5 0 0 1 4 17.500zM4 9.500h16',
  link: 'M9.5 14.500l5-5M11 6.500l1.2-1.200a4.6 4.6 0 0 1 6.5 6.500L17.5 13M13 17.500l-1.2 1.200a4.6 4.6 0 0 1-6.5-6.500L6.5 11',
  scan: 'M4 8.500V5.500A1.5 1.5 0 0 1 5.5 4h3M15.5 4h3A1.5 1.5 0 0 1 20 5.500v3M20 15.500v3a1.5 1.5 0 0 1-1.5 1.500h-3M8.5 20h-3A1.5 1.5 0 0 1 4 18.500v-3M8.5 8.500h7v7h-7z',
  turn: 'M20 12a8 8 0 1 1-2.5-5.800M20 4v4.500h-4.5',
  forward: 'M9.5 6l6 6-6 6',
} as const;

export type IconName = keyof typeof outlines;

/** Decoration only: the words beside it say the same. */
export const Icon = ({ name, size }: { name: IconName; size?: number }) => (
  <Outline path={outlines[name]} size={size} />
);

interface OutlineProps {
  path: string;
  size?: number | undefined;
  filled?: boolean;
}

export function Outline({ path, size = 18, filled = false }: OutlineProps) {
  return (
    <svg
      width={size}
      height={size}
      viewBox="0 0 24 24"
      fill={filled ? 'currentColor' : 'none'}
      aria-hidden="true"
    >
      <path d={path} stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round" />
    </svg>
  );
}

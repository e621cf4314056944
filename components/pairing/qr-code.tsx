import { useMemo } from 'preact/hooks';
import { encodeQR } from 'qr';

/** Light modules around the code, without which readers do not find it (ISO/IEC 18004 §9.1). */
const QUIET_ZONE = 4;

/** One path for all dark modules: a strict content policy leaves no room for styles, and it draws at once. */
function darkModules(text: string): { path: string; size: number } {
  const rows = encodeQR(text, 'raw', { ecc: 'medium', border: QUIET_ZONE });
  const cells = rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')));
  return { path: cells.join(''), size: rows.length };
}

/** A QR code, dark on light in either theme so that every reader takes it. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const { path, size } = useMemo(() => darkModules(text), [text]);
  return (
    <svg
      class="qr"
      viewBox={`0 0 ${size} ${size}`}
      role="img"
      aria-label={label}
      shape-rendering="crispEdges"
    >
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  );
}

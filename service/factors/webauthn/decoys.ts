import type { WebauthnNeeds } from './needs.ts';
import type { Descriptor } from './options.ts';

/** What common authenticators look like from outside: how long their ids are, and how they are reached. */
const SHAPES = [
  { bytes: 64, transports: ['usb'] },
  { bytes: 48, transports: ['nfc', 'usb'] },
  { bytes: 32, transports: ['internal'] },
  { bytes: 20, transports: ['hybrid', 'internal'] },
] as const;

/**
 * Authenticators that do not exist, for a name without any: the same ones at each asking, so that nobody learns from
 * them which names there are (WebAuthn §14.6.2). Only the holder of the master key can tell.
 */
export function decoysOf(sealing: WebauthnNeeds['sealing'], name: string): Descriptor[] {
  const bytes = (part: string): Buffer => sealing.derive('webauthn-decoy', `${part} ${name}`);
  const [many = 0, ...shapes] = bytes('shapes');
  const count = many % 4 === 0 ? 2 : 1;
  return Array.from({ length: count }, (_, at) => {
    const shape = SHAPES[(shapes[at] ?? 0) % SHAPES.length] ?? SHAPES[0];
    const id = Buffer.concat([bytes(`id ${at} a`), bytes(`id ${at} b`)]).subarray(0, shape.bytes);
    return { type: 'public-key', id: id.toString('base64url'), transports: [...shape.transports] };
  });
}

import { decodeQR } from 'qr/decode.js';

/** The reader takes no side longer than 4,096; half of that shows every module of a photographed code. */
const LONGEST_SIDE = 2_048;

/** The text of the QR code in a picture, given as a data: URL; null where there is none. */
export async function readQr(picture: string): Promise<string | null> {
  // An image element, since our content policy lets no fetch reach a data: URL.
  const image = new Image();
  image.src = picture;
  await image.decode();
  const { naturalWidth, naturalHeight } = image;
  const scale = Math.min(1, LONGEST_SIDE / Math.max(naturalWidth, naturalHeight));
  const width = Math.round(naturalWidth * scale);
  const height = Math.round(naturalHeight * scale);
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) return null;
  context.drawImage(image, 0, 0, width, height);
  try {
    const { data } = context.getImageData(0, 0, width, height);
    return decodeQR({ width, height, data }, { effort: 4, timeLimit: 2_000 });
  } catch {
    return null;
  }
}

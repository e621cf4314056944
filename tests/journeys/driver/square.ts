import type { Page } from 'puppeteer-core';
import { encodeQR } from 'qr';

/** Shows a square code on whatever page this is. Only as a picture: its words stand nowhere. */
export async function showSquare(page: Page, text: string): Promise<void> {
  const svg = encodeQR(text, 'svg', { ecc: 'medium', border: 4, scale: 4 });
  await page.evaluate(
    async (source) => {
      const image = new Image(360, 360);
      image.src = source;
      document.body.append(image);
      await image.decode();
    },
    `data:image/svg+xml,${encodeURIComponent(svg)}`,
  );
}

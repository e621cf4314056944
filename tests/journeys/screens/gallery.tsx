import { render } from 'preact';
import { readQr } from '../../../lib/ports/read-qr.ts';
import { ceremonyScreens } from './ceremony-screens.tsx';
import { optionsScreens } from './options-screens.tsx';
import { pageScreens } from './page-screens.tsx';
import { popupScreens } from './popup-screens.tsx';
import { portalScreens } from './portal-screens.tsx';

/** Every screen in every state, one at a time: `?popup` is the surface, `gallery.show('click')` shows the screen. */
const screens = {
  popup: popupScreens,
  page: pageScreens,
  options: optionsScreens,
  ceremony: ceremonyScreens,
  portal: portalScreens,
};

const styles = {
  popup: () =>
    Promise.all([
      import('../../../components/popup/popup.css'),
      import('../../../components/passcodes/passcodes.css'),
    ]),
  page: () =>
    Promise.all([
      import('../../../components/prompt/page.css'),
      import('../../../components/trusted/trusted.css'),
    ]),
  options: () => import('../../../components/options/options.css'),
  ceremony: () => import('../../../components/prompt/page.css'),
  portal: () => import('../../../components/portal/portal.css'),
};

const surface = location.search.slice(1) as keyof typeof screens;
const root = document.getElementById('app') as HTMLElement;
// These pages have their landmark in the HTML, the other views bring it.
const hasLandmark = surface === 'page' || surface === 'ceremony' || surface === 'portal';
const place = hasLandmark ? root.appendChild(document.createElement('main')) : root;

/** Two pictures, so that what a view does once it is seen is done. */
const settled = (): Promise<unknown> =>
  new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve))));

async function show(name: string): Promise<void> {
  document.title = name;
  render(null, place);
  const screen = screens[surface][name];
  if (screen) render(screen(), place);
  await settled();
}

await styles[surface]();
// The popup loads it when it is wanted, and here it is already there.
await import('../../../components/popup/pairing-panel.tsx');
Object.assign(window, { gallery: { names: Object.keys(screens[surface]), show, readQr } });

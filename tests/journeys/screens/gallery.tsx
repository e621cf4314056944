import { render } from 'preact';
import { optionsScreens } from './options-screens.tsx';
import { pageScreens } from './page-screens.tsx';
import { popupScreens } from './popup-screens.tsx';

/** Every screen in every state, one at a time: `?popup` is the surface, `#click` the screen. */
const screens = { popup: popupScreens, page: pageScreens, options: optionsScreens };

const styles = {
  popup: () => import('../../../components/popup/popup.css'),
  page: () => import('../../../components/prompt/page.css'),
  options: () => import('../../../components/options/options.css'),
};

const surface = location.search.slice(1) as keyof typeof screens;
const root = document.getElementById('app') as HTMLElement;
// The service's pages have their landmark in the HTML, the extension's views bring it.
const place = surface === 'page' ? root.appendChild(document.createElement('main')) : root;

function show(): void {
  const name = location.hash.slice(1);
  document.title = name;
  render(null, place);
  const screen = screens[surface][name];
  if (screen) render(screen(), place);
  root.dataset.shown = name;
}

await styles[surface]();
root.dataset.screens = Object.keys(screens[surface]).join(' ');
addEventListener('hashchange', show);

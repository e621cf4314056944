import { Refusal } from '../protocol/errors.ts';
import { routes } from '../protocol/routes.ts';

/** Takes an activation link `https://host[:port]/activation#code` apart. @throws `link_invalid` for anything else. */
export function readActivationLink(link: string): { origin: string; code: string } {
  const url = URL.parse(link.trim());
  const code = url?.hash.slice(1) ?? '';
  const fits =
    url?.protocol === 'https:' &&
    url.pathname === routes.activation &&
    url.search === '' &&
    url.username === '' &&
    url.password === '' &&
    /^[A-Za-z0-9_-]{22,64}$/.test(code);
  if (!fits) throw new Refusal('link_invalid');
  return { origin: url.origin, code };
}

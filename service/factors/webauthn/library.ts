type Library = typeof import('@simplewebauthn/server/helpers');

let loading: Promise<Library> | null = null;

/** Reads what authenticators write. Loaded where it is first needed: with all that it brings, it takes 26 MB of memory. */
export function library(): Promise<Library> {
  loading ??= import('@simplewebauthn/server/helpers');
  return loading;
}

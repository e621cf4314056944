import { html } from 'hono/html';
import type { Session } from './sessions.ts';

type Page = ReturnType<typeof html>;

const layout = (title: string, content: Page): Page => html`<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title} · Campus Portal</title>
    <link rel="stylesheet" href="/site.css">
  </head>
  <body>
    <header>Campus Portal <small>an example site</small></header>
    <main>
      <h1>${title}</h1>
      ${content}
    </main>
  </body>
</html>`;

export const signInPage = (problem: string | null = null): Page =>
  layout(
    'Sign in',
    html`${problem ? html`<p class="problem" role="alert">${problem}</p>` : ''}
      <form method="post" action="/sign-in">
        <label>User name
          <input name="username" autocomplete="username" autocapitalize="none" required autofocus>
        </label>
        <label>Password
          <input name="password" type="password" autocomplete="current-password" required>
        </label>
        <button>Sign in</button>
      </form>`,
  );

export const homePage = ({ person, factor, device }: Extract<Session, { stage: 'whole' }>): Page =>
  layout(
    `Welcome, ${person.displayName}`,
    html`<p>You are signed in as <strong>${person.username}</strong>.</p>
      <p>Second step: ${factor}${device ? html` by “${device}”` : ''}.</p>
      <form method="post" action="/sign-out"><button>Sign out</button></form>`,
  );

/** Says what went wrong and what to do; nobody is signed in. */
export const problemPage = (title: string, advice: string): Page =>
  layout(title, html`<p role="alert">${advice}</p><p><a href="/">Back to the sign-in page</a></p>`);

export const styles = `
:root { color-scheme: light dark; --accent: light-dark(#1f5f8b, #7cc0ee); --line: light-dark(#c9d2da, #44505a); }
* { box-sizing: border-box; }
body { margin: 0; font: 1rem/1.5 system-ui, sans-serif; background: light-dark(#f4f6f8, #14181c); }
header { padding: 16px 24px; font-weight: 600; border-bottom: 1px solid var(--line); }
small { margin-left: 8px; font-weight: 400; opacity: .75; }
main { max-width: 400px; margin: 48px auto; padding: 32px; border: 1px solid var(--line); border-radius: 12px;
  background: light-dark(#fff, #1c2228); }
h1 { margin: 0 0 16px; font-size: 1.5rem; line-height: 1.25; }
label { display: block; margin-bottom: 16px; }
input, button { width: 100%; min-height: 40px; padding: 8px 12px; font: inherit; border-radius: 8px; }
input { margin-top: 4px; border: 1px solid var(--line); background: transparent; color: inherit; }
button { border: 0; background: var(--accent); color: light-dark(#fff, #10161b); font-weight: 600; cursor: pointer; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
a { color: var(--accent); }
.problem { padding: 8px 12px; border-left: 4px solid light-dark(#b3261e, #f2b8b5); }
`;

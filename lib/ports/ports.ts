import type { Alarms } from './alarms.ts';
import type { Broadcast } from './broadcast.ts';
import type { Clipboard } from './clipboard.ts';
import type { Clock } from './clock.ts';
import type { CodeField } from './code-field.ts';
import type { Http } from './http.ts';
import type { Notifier } from './notifier.ts';
import type { Permissions } from './permissions.ts';
import type { Random } from './random.ts';
import type { SessionStore } from './session-store.ts';
import type { Sockets } from './sockets.ts';
import type { Scripts, Tabs } from './tabs.ts';
import type { ThisBrowser } from './this-browser.ts';
import type { Timers } from './timers.ts';
import type { Toolbar } from './toolbar.ts';

/** Everything outside the background's program. */
export interface Ports {
  alarms: Alarms;
  broadcast: Broadcast;
  clipboard: Clipboard;
  clock: Clock;
  codeField: CodeField;
  http: Http;
  notifier: Notifier;
  permissions: Permissions;
  random: Random;
  scripts: Scripts;
  session: SessionStore;
  sockets: Sockets;
  tabs: Tabs;
  thisBrowser: ThisBrowser;
  timers: Timers;
  toolbar: Toolbar;
}

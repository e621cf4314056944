import { type Call, type Command, parse, printList, showTime, UsageError, userOf } from './call.ts';

const options = { user: { type: 'string' }, limit: { type: 'string', default: '50' } } as const;

/** A command that shows the newest rows of the log, oldest first as logs are read. */
const show = ({ about, alerts, none }: { about: string; alerts: boolean; none: string }): Command => ({
  takes: '[--user NAME] [--limit N]',
  about,
  async run(call) {
    const { values, positionals } = parse(call.args, options);
    if (positionals.length > 0) throw new UsageError('This command takes options only.');
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100_000)
      throw new UsageError('--limit must be a number from 1 to 100000.');
    const { audit, floor } = call.rooms;
    const user = values.user === undefined ? null : await userOf(call, values.user);
    const lines = await audit.list({ db: floor.db, limit, alerts, ...(user && { user: user.id }) });
    const names = await namesOf(call);
    const rows = lines
      .reverse()
      .map((line) => [
        showTime(line.at),
        line.event,
        line.reason,
        names.get(line.user_id ?? '') ?? line.user_id,
        names.get(line.application_id ?? '') ?? line.application_id,
        line.device_id,
        line.transaction_id,
        aboutOf(line.detail, names),
      ]);
    printList(call, {
      head: ['TIME', 'EVENT', 'REASON', 'USER', 'APPLICATION', 'DEVICE', 'SIGN-IN', 'ABOUT'],
      rows,
      none,
    });
  },
});

/** What an entry is about, where that is nothing else in the row: by name, or the group whose policy was changed. */
function aboutOf(detail: string | null, names: Map<string, string>): string | null {
  const { about, group } = JSON.parse(detail ?? '{}') as Record<string, string | undefined>;
  return about ?? names.get(group ?? '') ?? group ?? null;
}

async function namesOf({ rooms }: Call): Promise<Map<string, string>> {
  const users = await rooms.users.list();
  const applications = await rooms.applications.list();
  const groups = await rooms.groups.list();
  return new Map<string, string>([
    ...users.map(({ id, username }) => [id, username] as const),
    ...[...applications, ...groups].map(({ id, name }) => [id, name] as const),
  ]);
}

export const logCommands = {
  log: show({
    about: 'Shows what happened and why, the newest last.',
    alerts: false,
    none: 'Nothing has happened yet.',
  }),
  alerts: show({
    about: 'Shows what needs eyes, the newest last.',
    alerts: true,
    none: 'No alerts. Nothing needs eyes.',
  }),
} satisfies Record<string, Command>;

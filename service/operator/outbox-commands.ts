import {
  type Command,
  CommandRefused,
  printList,
  printTable,
  readArgs,
  showTime,
  UsageError,
} from './call.ts';

const list: Command = {
  takes: '[--limit N]',
  about:
    'Lists the mails of the last 30 days, the newest last: sent, waiting, failed, or kept without a mail server.',
  async run(call) {
    const { values } = readArgs(call, { names: [], options: { limit: { type: 'string', default: '50' } } });
    const limit = Number(values.limit);
    if (!Number.isInteger(limit) || limit < 1 || limit > 100_000)
      throw new UsageError('--limit must be a number from 1 to 100000.');
    const rows = (await call.rooms.outbox.list(limit))
      .reverse()
      .map(({ id, created_at, state, attempts, recipient, subject }) => [
        id,
        showTime(created_at),
        state,
        String(attempts),
        recipient,
        subject,
      ]);
    printList(call, {
      head: ['MAIL', 'WRITTEN', 'STATE', 'TRIES', 'TO', 'SUBJECT'],
      rows,
      none: 'No mails in the last 30 days.',
    });
  },
};

const show: Command = {
  takes: 'MAIL',
  about: 'Shows a mail.',
  async run(call) {
    // An id may begin with a dash, and this command takes no options.
    const { words } = readArgs({ ...call, args: ['--', ...call.args] }, { names: ['MAIL'], options: {} });
    const [id] = words;
    const mail = await call.rooms.outbox.find(id);
    if (!mail) throw new CommandRefused('There is no mail with this id.');
    const rows = [
      ['To', mail.recipient],
      ['Subject', mail.subject],
      ['Written', showTime(mail.created_at)],
      ['State', mail.state],
      ...(mail.state === 'waiting' ? [['Next try', showTime(mail.next_at)]] : []),
      ...(mail.sent_at === null ? [] : [['Sent', showTime(mail.sent_at)]]),
    ];
    const [head = [], ...rest] = rows;
    printTable(call, head, rest);
    call.print('');
    for (const line of mail.text.split('\n')) call.print(line.replace(/\p{Cc}/gu, ''));
  },
};

export const outboxCommands = {
  'outbox list': list,
  'outbox show': show,
} satisfies Record<string, Command>;

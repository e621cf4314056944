/** A person's browsers and authenticators, on the options page and on the portal alike. */
export const deviceRowText = {
  here: 'This browser',
  added: (day: string): string => `Added ${day}`,
  rename: 'Rename',
  renameLabel: (name: string): string => `Rename ${name}`,
  remove: 'Remove',
  removeLabel: (name: string): string => `Remove ${name}`,
  removeYes: 'Yes, remove',
} as const;

/** How a browser more is paired. */
export const newBrowserText = {
  another: 'Add another browser',
  anotherWhy: 'You get a link for the other browser. Those that are paired stay as they are.',
  replacing: 'I have a new browser',
  replacingWhy:
    'You get a link for the new browser. The one that it replaces works until the new one is confirmed, and then no more.',
  which: 'The new one replaces',
  goOn: 'Make a link',
  link: 'Open this link in the new browser',
  linkWhy:
    'Bring it there, or scan the square code. Countersign has to be installed in that browser. Give the link to nobody.',
  qr: 'Square code that holds the link',
  copy: 'Copy the link',
  copied: 'The link was copied.',
  until: (moment: string): string => `Good once, until ${moment}.`,
  once: 'It is not shown again. Another one that you make takes its place.',
  done: 'Done',
} as const;

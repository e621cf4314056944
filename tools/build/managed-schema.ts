/** Where Chrome finds it in the built extension (https://developer.chrome.com/docs/extensions/reference/manifest/storage). */
export const MANAGED_SCHEMA = 'managed-schema.json';

/** What an organisation may set for the browsers that it manages. */
export const managedSchema = {
  type: 'object',
  properties: {
    sharedComputer: {
      title: 'This computer is shared',
      description: 'Advises against pairing this browser, since others use it as well.',
      type: 'boolean',
    },
  },
};

/** What `npm start -- --help` prints. */
export const HELP = `npm start

Sets up what is missing, then runs a sample site, the service and a browser with the extension, until Ctrl-C.
Without a display it plays the journey once, in a headless browser. Addresses and accounts are printed.

It takes no options; these variables change what it does:

  COUNTERSIGN_BROWSER   path of the Chromium or Chrome to use; “none” runs the servers without a browser
  CHROME_PATH           the same, second choice
  PUPPETEER_CACHE_DIR   where downloaded browsers are, if not in ~/.cache/puppeteer
  COUNTERSIGN_PORT      port of the service, 8443 or the next free one unless told
  SITE_PORT             port of the sample site, 8080 or the next free one unless told

All that it makes is in .countersign/: delete the folder to begin anew. README.md tells the rest.`;

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as devices from '../../../components/sentences/devices.ts';
import { passcodeText } from '../../../components/sentences/pages.ts';
import * as passcodes from '../../../components/sentences/passcodes.ts';
import * as portal from '../../../components/sentences/portal.ts';
import * as trust from '../../../components/sentences/trust.ts';
import * as sentences from '../../../components/sentences.ts';
import { errors } from '../../../lib/protocol/errors.ts';
import { routes } from '../../../lib/protocol/routes.ts';

const page = readFileSync(new URL('../../../service/pages/help.html', import.meta.url), 'utf8');
const all = (pattern: RegExp): string[] => [...page.matchAll(pattern)].map(([, found = '']) => found);

const ids = all(/\sid="([^"]+)"/g);
const questions = all(/<h3 id="([^"]+)"/g);

/** The page's words, as somebody searches them. */
const text = page.replace(/<[^>]+>/g, '').replace(/\s+/g, ' ');

/** From a heading to the next one. */
const answerTo = (id: string): string => {
  const [, rest = ''] = page.split(`id="${id}"`);
  const [answer = ''] = rest.split(/<h[23] /);
  return answer.replace(/^.*?<\/h3>/s, '').replace(/<[^>]+>|\s+/g, ' ');
};

/** What people must find an answer to: the number in the list of requirements, the question, where it stands. */
const required = {
  '2 the address for one’s devices': ['manage'],
  '9 the words for it': ['words'],
  '10 why a password is not enough': ['why'],
  '12 whether the password is seen': ['why'],
  '54, 60 choosing among several devices': ['switch'],
  '55, 56 what a sign-in opens with': ['switch'],
  '58, 65 adding a device': ['backup', 'first-sign-in'],
  '59, 63 renaming and removing': ['manage'],
  '68, 73 a device that is replaced': ['new-device'],
  '83 whom to tell of a loss, and when': ['lost-device', 'help-desk'],
  '84 removing a lost one oneself, or by the help desk': ['lost-device'],
  '85 forgotten, with another way or without': ['forgotten-device'],
  '86 a device that was forgotten': ['forgotten-device'],
  '87 a temporary code, and for whom': ['desk-code'],
  '88 how long and how often it works': ['desk-code'],
  '89 why it is not offered': ['desk-code'],
  '90 connecting again with the desk’s help': ['suspended', 'new-device'],
  '91 locked after too many tries': ['locked-out'],
  '95 touch it, PIN, other computers': ['security-key'],
  '97 how long a link lasts': ['link-old'],
  '100 whether a mail is genuine': ['mail'],
  '101 a request that one did not start': ['not-me'],
  '102 an unexpected request': ['not-me', 'not-signing-in'],
  '103 being told of an attempt': ['why', 'not-me'],
  '104 what the help desk may do': ['desk-can'],
  '106 what the help desk sees': ['desk-can'],
  '107 how a caller is known': ['identity'],
  '108 why a sign-in was refused': ['refused', 'desk-can'],
  '109 whether the service can be reached': ['nothing-arrives'],
  '110 what to have ready, and what never to tell': ['before-calling', 'never-asks'],
  '111 no notification, but a request': ['no-notification'],
  '112 notifications, connection, clock, blocked networks': ['no-notification', 'nothing-arrives'],
  '113 the camera': ['camera'],
  '114 shared things': ['shared'],
  '114 several devices': ['backup'],
  '114 a browser that is not remembered': ['asked-again'],
  '114 switching the method': ['switch'],
  '115a another organisation': ['organisations'],
  '115b mail and calendar that stop': ['mail-programs'],
  '115c mail programs that still do not work': ['mail-still'],
  '115d it cannot be installed': ['cannot-install'],
  '115e poor reception': ['travel'],
  '115f a backup': ['backup'],
  '115g forgotten or lost': ['forgotten-device', 'lost-device'],
  '115h an unexpected prompt': ['not-me'],
  '115i whether it takes control': ['control'],
  '115j what is supported': ['browsers'],
  '115k not answered here': ['unanswered'],
  '119 the automatic method': ['words', 'switch'],
  '120 whether the rest survives a reset': ['desk-can', 'lost-device'],
  '121 one’s own phone': ['phone'],
  '121 a prompt without signing in': ['not-signing-in'],
  '122 travelling': ['travel'],
  '122 each standing of an account': ['locked-out', 'refused'],
  '123 no device at all, or a disturbed one': ['desk-code', 'cannot-install', 'nothing-arrives'],
  '125 setting up for the first time, notifications later': ['pair', 'no-notification'],
  '126 both vocabularies': ['words', 'trust', 'manage'],
  '127 declining to trust': ['trust'],
  '128 what it is, in plain words': ['why'],
  '129 pairing again through the help desk': ['suspended'],
};

/** Every label of every screen. */
const labels = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'object' && value !== null
      ? Object.values(value).flatMap(labels)
      : [];

describe('the help page', () => {
  it.each(Object.entries(required))('answers: %s', (_, anchors) => {
    for (const anchor of anchors) expect(ids).toContain(anchor);
  });

  it('gives each question an answer, in a few sentences', () => {
    expect(questions.length).toBeGreaterThan(40);
    for (const id of questions) {
      const words = answerTo(id).split(' ').filter(Boolean).length;
      expect({ id, short: words > 15 && words < 150 }).toEqual({ id, short: true });
    }
  });

  it.each([
    'Remember me',
    'Trust browser',
    'Is this your device?',
    'My settings and devices',
    'Manage devices',
    'Add a new device',
    'Add another device',
    'bypass code',
    'temporary passcode',
    'push',
    'enrolment',
    'reactivate',
    'reconnect',
    'token',
    'passkey',
    'When I log in',
    'Start setup',
    'Call me',
    'Text me new codes',
    'Automatically send this device a push',
    'I have a new phone',
  ])('is found by the word “%s”', (word) => {
    expect(text.toLowerCase()).toContain(word.toLowerCase());
  });

  it('leads only to what is there', () => {
    expect(new Set(ids).size).toBe(ids.length);
    const pages = new Set<string>(Object.values(routes));
    for (const target of all(/<a href="([^"]+)"/g)) {
      const exists = target.startsWith('#') ? ids.includes(target.slice(1)) : pages.has(target);
      expect({ target, exists }).toEqual({ target, exists: true });
    }
    for (const id of all(/aria-labelledby="([^"]+)"/g)) expect(ids).toContain(id);
  });

  it('has all its sections in the contents, in their order', () => {
    const sections = all(/<h2 id="([^"]+)"/g).filter((id) => id !== 'help-desk' && id !== 'contents');
    expect(all(/<li><a href="#([^"]+)"/g)).toEqual(sections);
  });

  it('calls what is on a screen by its name there', () => {
    const known = new Set(labels([sentences, devices, passcodeText, passcodes, portal, trust]));
    const named = all(/<b>([^<]+)<\/b>/g).map((label) => label.replace(/\s+/g, ' '));
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((label) => !known.has(label))).toEqual([]);
  });

  it('quotes what a refusal says', () => {
    const said = Object.values(errors).map(({ say }) => say);
    const quoted = all(/<dt>“([^”]+)”<\/dt>/g);
    expect(quoted.length).toBeGreaterThan(4);
    for (const words of quoted) expect(said.filter((say) => say.startsWith(words))).toHaveLength(1);
  });

  it('is plain, and whole in itself', () => {
    expect(page).not.toMatch(/<script|<style|<iframe|https?:/i);
    expect(page.match(/__HELP_DESK__/g)).toHaveLength(1);
  });
});

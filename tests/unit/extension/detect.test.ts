import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import detect from '../../../entrypoints/detect.ts';
import { PROMPT_SEEN, STEP_UP_CONFIRMED, STILL_OPEN } from '../../../lib/prompts/prompts.ts';
import { pageMarks } from '../../../lib/protocol/marks.ts';

/** The one element that carries marks; null before the browser has come to it. */
let root: Map<string, string> | null;
let changed: () => void;
let sent: object[];
let question: ((message: object, sender: null, reply: (value: unknown) => void) => void) | null;

const element = (marks: Map<string, string>) => ({
  getAttribute: (name: string) => marks.get(name) ?? null,
  setAttribute: (name: string, value: string) => marks.set(name, value),
});

function open({ isPrivate = false, framed = false } = {}): void {
  const page = {};
  vi.stubGlobal('window', Object.assign(page, { top: framed ? {} : page }));
  vi.stubGlobal('document', {
    querySelector: (selector: string) => (root?.has(selector.slice(1, -1)) ? element(root) : null),
  });
  vi.stubGlobal(
    'MutationObserver',
    class {
      constructor(job: () => void) {
        changed = job;
      }
      observe() {}
    },
  );
  vi.stubGlobal('chrome', {
    extension: { inIncognitoContext: isPrivate },
    runtime: {
      sendMessage: async (message: object) => void sent.push(message),
      onMessage: {
        addListener: (heard: typeof question) => {
          question = heard;
        },
      },
    },
  });
  detect.main();
}

const prompt = (transaction = 'one') =>
  new Map<string, string>([
    [pageMarks.transaction, transaction],
    [pageMarks.challenge, 'c'],
  ]);

/** The browser has come to the element, or it changed. */
function show(marks: Map<string, string>): void {
  root = marks;
  changed();
}

const ask = (name: string): unknown[] => {
  const replies: unknown[] = [];
  question?.({ name }, null, (reply) => replies.push(reply));
  return replies;
};

beforeEach(() => {
  [root, sent, question] = [null, [], null];
  changed = () => {};
  vi.stubGlobal('countersign', undefined);
});
afterEach(() => vi.unstubAllGlobals());

describe('the content script', () => {
  it('begins before the page has anything, and reports a prompt as soon as it is there', () => {
    open();
    expect(sent).toEqual([]);
    show(prompt());
    expect(sent).toEqual([{ name: PROMPT_SEEN, transaction: 'one', challenge: 'c' }]);
  });

  it('reports once, and again only for another prompt', () => {
    root = prompt();
    open();
    changed();
    changed();
    expect(sent).toHaveLength(1);
    show(prompt('two'));
    expect(sent).toHaveLength(2);
  });

  it('reports where a step-up ended', () => {
    root = new Map([[pageMarks.confirmed, 'one']]);
    open();
    expect(sent).toEqual([{ name: STEP_UP_CONFIRMED, transaction: 'one' }]);
  });

  it('says which prompt is open now, when it is asked', () => {
    root = prompt();
    open();
    expect(ask(STILL_OPEN)).toEqual([{ transaction: 'one', challenge: 'c' }]);
    expect(ask('another')).toEqual([]);
  });

  it('runs once, and in no frame', () => {
    root = prompt();
    open({ framed: true });
    expect(sent).toEqual([]);
    open();
    open();
    expect(sent).toHaveLength(1);
  });
});

describe('in a private window, it', () => {
  it('tells the page, and nobody else', () => {
    open({ isPrivate: true });
    const marks = prompt();
    show(marks);
    expect(marks.get(pageMarks.privateWindow)).toBe('');
    show(new Map([[pageMarks.confirmed, 'one']]));
    expect(sent).toEqual([]);
    expect(question).toBeNull();
  });

  it('marks no page elsewhere', () => {
    const marks = prompt();
    root = marks;
    open();
    expect(marks.has(pageMarks.privateWindow)).toBe(false);
  });
});

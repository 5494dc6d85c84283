import assert from 'node:assert/strict';
import { readFileSync, readdirSync, statSync } from 'node:fs';
import manifest from '../package.json';
import chinese from '../package.nls.zh-cn.json';
import english from '../package.nls.json';

type Texts = Readonly<Record<string, string>>;

const { contributes } = manifest;
const [walkthrough] = contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];
const commands = contributes.commands.map(({ command }) => command);
const views = Object.values(contributes.views).flatMap(list => list.map(({ id }) => id));
const settings = Object.keys(contributes.configuration.properties);
const contributions = readFileSync('src/vscode/contributions.ts', 'utf8');

/** Names of the context keys that the extension writes. */
const contextKeys = [
  ...(/interface ContextKeys \{([\s\S]*?)\n\}/.exec(contributions)?.[1] ?? '').matchAll(/^ {2}(\w+):/gm),
].map(([, key]) => `cloudTasks.${key}`);

const textsOf = (key: string): string[] =>
  [english, chinese].map(texts => (texts as Texts)[key.slice(1, -1)] ?? '');

/** The keys of a condition that are ours, of our views or of our settings. */
const keysOf = (when: string): string[] => when.match(/\b(?:(?:view|config)\.)?cloudTasks\.[\w.]+/g) ?? [];

const isKnownKey = (key: string): boolean =>
  contextKeys.includes(key) ||
  views.some(view => key === `view.${view}.visible`) ||
  settings.some(name => key === `config.${name}`);

describe('the walkthrough', () => {
  it('is one, of at most five steps', () => {
    assert.equal(contributes.walkthroughs.length, 1);
    assert.ok(steps.length > 0 && steps.length <= 5);
    assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length);
  });

  it('is opened by the command for it', () => {
    const source = readFileSync('src/vscode/commands/walkthrough.ts', 'utf8');
    assert.ok(source.includes(`'${walkthrough?.id}'`));
  });

  it('begins each step with what the user does', () => {
    const verbs = ['Add', 'Watch', 'Download', 'Get', 'Try'];
    for (const { title } of steps) assert.ok(verbs.includes(textsOf(title)[0]?.split(' ')[0] ?? ''), title);
  });

  it('has a button, a picture and words for it in both languages at each step', () => {
    for (const { description, media } of steps) {
      for (const text of textsOf(description)) assert.match(text, /\n\[[^\]]+\]\(command:[^)]+\)$/);
      for (const text of textsOf(media.altText)) assert.notEqual(text, '');
    }
  });

  it('has the same buttons in both languages', () => {
    for (const { description } of steps) {
      const [one, other] = textsOf(description).map(text => text.match(/\(command:[^)]+\)/g));
      assert.deepEqual(one, other);
    }
  });

  it('completes steps by what there is: commands, context keys, views and settings', () => {
    const isThere: Readonly<Record<string, (name: string) => boolean>> = {
      onCommand: name => commands.includes(name),
      onContext: when => keysOf(when).length > 0 && keysOf(when).every(isKnownKey),
      onView: name => views.includes(name),
      onSettingChanged: name => settings.includes(name),
    };
    for (const { completionEvents } of steps) {
      assert.ok(completionEvents.length > 0);
      for (const event of completionEvents) {
        const [, kind = '', name = ''] = /^(\w+):(.+)$/.exec(event) ?? [];
        assert.ok(isThere[kind]?.(name), `${event} never happens`);
      }
    }
  });
});

describe('the pictures of the walkthrough', () => {
  const folder = 'media/walkthrough';
  const files = readdirSync(folder).map(name => `${folder}/${name}`);

  it('are those of its steps, all of them', () =>
    assert.deepEqual(files.sort(), steps.map(({ media }) => media.svg).sort()));

  it('are shipped', () => {
    const shipped = readFileSync('.vscodeignore', 'utf8').split('\n');
    assert.ok(shipped.includes('!media/walkthrough/*'));
  });

  for (const file of files) {
    const text = readFileSync(file, 'utf8');

    it(`follow the theme: ${file}`, () => {
      const colours = [...text.matchAll(/\b(?:fill|stroke|stop-color|color)="([^"]*)"/g)].map(([, at]) => at);
      assert.ok(colours.length > 3);
      for (const colour of colours)
        assert.match(colour ?? '', /^(?:none|currentColor|var\(--vscode-[\w-]+, (?:none|currentColor)\))$/);
      // What the page of a walkthrough does not let in, and what has a colour of its own.
      assert.doesNotMatch(text, /style|#[0-9a-f]{3}|rgb|<image|href|<script|<text/i);
    });

    it(`are small: ${file}`, () => assert.ok(statSync(file).size < 3_000));
  }
});

describe('the welcome views', () => {
  const entries = contributes.viewsWelcome;

  it('ask for context keys that are written', () => {
    for (const { when } of entries) {
      assert.ok(keysOf(when).length > 0);
      assert.deepEqual(
        keysOf(when).filter(key => !isKnownKey(key)),
        [],
      );
    }
  });

  it('have a text for each state of an empty list', () => {
    const source = readFileSync('src/view/emptyState.ts', 'utf8');
    const states = [...(/type ListState = (.*);/.exec(source)?.[1] ?? '').matchAll(/'(\w+)'/g)].map(
      ([, state]) => state,
    );
    const asked = entries.flatMap(({ when }) => /listState == (\w+)/.exec(when)?.[1] ?? []);
    assert.deepEqual([...new Set([...asked, 'filled'])].sort(), [...states].sort());
  });

  it('have the same links in both languages', () => {
    for (const { contents } of entries) {
      const [one, other] = textsOf(contents).map(text => text.match(/\(command:[^)]+\)/g));
      assert.deepEqual(one, other, contents);
    }
  });
});

import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import manifest from '../package.json';
import english from '../package.nls.json';

const textsOf = (folder: string): string =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter(entry => entry.isFile() && /\.[jt]s$/.test(entry.name))
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
    .join('\n');

/** All that runs in a real editor. What is seen of the menus there is compared by test/ui/menus.test.ts itself. */
const tests = textsOf('test/ui') + textsOf('test/host');

/** The English of `%key%`. */
const text = (key: string): string => (english as Readonly<Record<string, string>>)[key.slice(1, -1)] ?? '';

/** The part of an id after `cloudTasks.`. */
const short = (id: string): string => id.replace(/^cloudTasks\./, '');

const { commands, configuration, keybindings, menus, viewsWelcome } = manifest.contributes;

describe('in a real editor', () => {
  it('each command is run', () => {
    const isRun = ({ command, title }: { readonly command: string; readonly title: string }) =>
      [`'${command}'`, `'${short(command)}'`, `'command.${short(command)}'`, `'${text(title)}'`].some(word =>
        tests.includes(word),
      ) || tests.includes(`Cloud Tasks: ${text(title)}`);
    assert.deepEqual(
      commands.filter(command => !isRun(command)).map(({ command }) => command),
      [],
    );
  });

  it('each setting is set', () =>
    assert.deepEqual(
      Object.keys(configuration.properties).filter(
        key => ![`'${key}'`, `'${short(key)}'`].some(word => tests.includes(word)),
      ),
      [],
    ));

  it('each welcome text is seen', () => {
    // A link is shown by its words.
    const seen = (contents: string) =>
      text(contents)
        .split(/\n|\]\([^)]*\)|\[|(?<=\.) /)
        .some(sentence => sentence.length > 12 && tests.includes(sentence.replace(/[.…]$/, '')));
    assert.deepEqual(
      viewsWelcome.filter(({ contents }) => !seen(contents)).map(({ contents }) => contents),
      [],
    );
  });

  it('each key is pressed', () => {
    const names: Readonly<Record<string, string>> = {
      ctrl: 'Control',
      shift: 'Shift',
      alt: 'Alt',
      enter: 'Enter',
      home: 'Home',
      end: 'End',
      delete: 'Delete',
      pageup: 'PageUp',
      pagedown: 'PageDown',
    };
    const pressed = (key: string) =>
      key
        .split('+')
        .map(part => names[part] ?? part)
        .join('+');
    assert.deepEqual(
      keybindings.filter(({ key }) => !tests.includes(`'${pressed(key)}'`)).map(({ key }) => pressed(key)),
      [],
    );
  });

  it('each menu is opened', () => {
    const looked: Readonly<Record<string, string>> = {
      'view/item/context': 'lookAt(',
      'view/title': '.pane-header',
      'editor/title': 'Open as Table',
      'cloudTasks.copyAs': 'menu.copyAs',
      commandPalette: 'desk.palette(',
    };
    for (const menu of Object.keys(menus)) assert.ok(tests.includes(looked[menu] ?? 'never'), menu);
  });
});

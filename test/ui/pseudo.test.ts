import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, startCloud, taskOf } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';
import { packPseudo, pseudoLocale, type PseudoPackage } from './pseudoLanguage';
import { screenTexts } from './screenTexts';
import { walk } from './walk';
import { wordsFrom } from './words';

/**
 * What has letters of its own in any language: names of things that the tests made up, words of the editor's and the
 * runtime's own (units, spans of time, dates), and of the account that is typed in.
 */
const notOurs = [
  /\(Press 'Enter' .*\)/g,
  /^(?:gz|su|bd|fwh|yq|nj|cd|hkg)$/g, // regions
  /^Cancel$/g, // of a message with progress
  /\{region\}/g, // to be typed so
  /https?:\/\/[\w.:]+/g,
  /\b(?:hidden|kB|bytes?|in|ago|days?|hours?|hr|minutes?|min|sec|AM|PM|am|pm|GMT|bj|csv|json)\b/g,
  /\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)\b/g,
];

/** What is left of a text that was not put through the translation. */
const plainWords = (text: string): string[] =>
  notOurs.reduce((rest, pattern) => rest.replace(pattern, ' '), text).match(/[a-z]{2,}/gi) ?? [];

describe('the extension in a language made of other letters', () => {
  let packed: PseudoPackage;
  let desk: Desk;
  let cloud: SimulatorServer;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    packed = await packPseudo();
    desk = await Desk.open({
      locale: pseudoLocale,
      words: wordsFrom(packed.manifest, packed.code),
      vsix: packed.vsix,
      settings: { 'cloudTasks.downloadDirectory': folder },
    });
    const old = Date.now() - hour;
    const tasks = [
      taskOf('bls', '1', old, {
        name: '访问日志',
        file: { name: '访问.csv', content: Buffer.from('1,2\n'), rows: 1 },
      }),
      taskOf('bls', '2', old, { name: '错误日志', ...inState('running', 0.5) }),
    ];
    cloud = await startCloud('baidu', { tasks }, systemClock);
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await cloud.close();
    packed.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const isPseudo = async (place: string) => {
    const texts = await screenTexts(desk);
    assert.ok(texts.length > 0, `${place}: nothing was read`);
    assert.deepEqual(
      texts.filter(text => plainWords(text).length > 0),
      [],
      place,
    );
    assert.deepEqual(
      texts.filter(text => /\{\d?\}|\]\(command:|\$\(/.test(text)),
      [],
      `${place}: a placeholder, a link or an icon did not survive`,
    );
  };

  it('would see a text that is not translated', () => {
    for (const text of ['Running', 'Add Account…', '3 tasks', 'Ɠǿǿŧ it'])
      assert.ok(plainWords(text).length > 0, text);
    for (const text of ['Ɠǿǿŧ 3 kB', '访问日志', '42%']) assert.deepEqual(plainWords(text), [], text);
  });

  walk({
    desk: () => desk,
    account: () => ({ origin: cloud.origin, label: '日志账号', credential: credentials.baidu }),
    tasks: { finished: '访问日志', running: '错误日志' },
    look: isPseudo,
  });

  it('has every setting explained', async () => {
    await desk.run('workbench.action.openSettings', '@ext:cloud-tasks.cloud-tasks');
    const shown = desk.page.locator('.settings-editor .setting-item-description');
    await shown.first().waitFor();
    const texts = await shown.allInnerTexts();
    assert.ok(texts.length > 3);
    const code = /`[^`]*`|\b(?:Downloads|cloudFirewall|bls|hss|report|csv)\b/g;
    assert.deepEqual(
      texts.filter(text => plainWords(text.replace(code, ' ')).length > 0),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, startCloud, taskOf } from '../harness/simulators';
import { hour, inState } from '../harness/worlds';
import { Desk } from './desk';
import { screenTexts } from './screenTexts';
import { walk } from './walk';
import { codeTexts, manifestTexts } from './words';

const locale = 'zh-cn';

/** Texts of ours that are other in Chinese, as patterns of what they look like in English. */
function englishPatterns(): RegExp[] {
  const [english, chinese, code] = [manifestTexts(), manifestTexts(locale), codeTexts(locale)];
  const translated = new Set([...Object.values(chinese), ...Object.values(code)]);
  const sources = [
    ...Object.keys(english).flatMap(key => (english[key] === chinese[key] ? [] : (english[key] ?? []))),
    ...Object.keys(code)
      .filter(key => code[key] !== key)
      .map(key => key.replace(/\/[^/]*$/, text => (/^\/[A-Z]/.test(text) ? '' : text))),
  ];
  return sources
    .flatMap(text => text.split('\n'))
    .map(text => text.replace(/^\[(.*)\]\(command:.*\)$/, '$1'))
    .filter(text => /[a-z]{3}/i.test(text.replace(/\{\d\}/g, '')))
    .filter(text => !translated.has(text)) // one cloud’s name for a thing is another’s translation
    .map(
      text =>
        new RegExp(
          `^${text
            .split(/\{\d\}/)
            .map(escape)
            .join('.+')}$`,
        ),
    );
}

const escape = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

describe('the extension in Chinese', () => {
  const patterns = englishPatterns();
  let desk: Desk;
  let cloud: SimulatorServer;
  let folder: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-ui-'));
    desk = await Desk.open({ locale, settings: { 'cloudTasks.downloadDirectory': folder } });
    const old = Date.now() - hour;
    const tasks = [
      taskOf('bls', '1', old, { name: '访问日志' }),
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
    await rm(folder, { recursive: true, force: true });
  });

  /** What is on the screen is ours and in Chinese. */
  const isChinese = async (place: string) => {
    const texts = await screenTexts(desk);
    assert.ok(texts.length > 0, `${place}: nothing was read`);
    assert.deepEqual(
      texts.filter(text => patterns.some(pattern => pattern.test(text))),
      [],
      place,
    );
    assert.ok(
      texts.some(text => /\p{Script=Han}/u.test(text)),
      `${place}: ${texts.join(' | ')}`,
    );
  };

  it('would see an English text', () => {
    for (const text of ['Running', 'Add Account…', 'Add Account', '3 tasks', 'Choose a file of “x”'])
      assert.ok(
        patterns.some(pattern => pattern.test(text)),
        text,
      );
  });

  walk({
    desk: () => desk,
    account: () => ({ origin: cloud.origin, label: '日志账号', credential: credentials.baidu }),
    tasks: { finished: '访问日志', running: '错误日志' },
    look: isChinese,
  });
});

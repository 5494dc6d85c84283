import assert from 'node:assert/strict';
import { appendFile, mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { CloudTasksApi } from '../../src/vscode/api';
import { taskOf } from '../harness/simulators';
import { accountArgument, getApi, rejection, run, Stage } from './world';

const mebibyte = 1024 * 1024;
const largest = 50 * mebibyte;

const numbered = (number: number) => `${String(number).padStart(8, '0')} `;

/** 64 bytes with their line end: a number, a word and dots. */
function lineOf(number: number, word: Buffer): Buffer {
  const head = Buffer.concat([Buffer.from(numbered(number)), word]);
  return Buffer.concat([head, Buffer.alloc(63 - head.length, '.'), Buffer.from('\n')]);
}

/** 60 MiB of such lines. */
function largeText(word: Buffer): Buffer {
  const text = Buffer.alloc(60 * mebibyte);
  for (let line = 0; line * 64 < text.length; line++) lineOf(line, word).copy(text, line * 64);
  return text;
}

const line = `${'line '.repeat(12)}...\n`;

const words = {
  'UTF-8': Buffer.from('漏洞测试'),
  GB18030: Buffer.from([0xc2, 0xa9, 0xb6, 0xb4, 0xb2, 0xe2, 0xca, 0xd4]),
};

const shown = () => {
  const editor = vscode.window.activeTextEditor;
  assert.ok(editor, 'there is an editor');
  return editor.document;
};
const tabNames = () => vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs.map(({ label }) => label));

/** Resolves when something holds, looking whenever tabs or documents change. */
async function whenShown(holds: () => boolean): Promise<void> {
  if (holds()) return;
  await new Promise<void>(resolve => {
    const look = () => {
      if (!holds()) return;
      listeners.dispose();
      resolve();
    };
    const { window, workspace } = vscode;
    const listeners = vscode.Disposable.from(
      window.tabGroups.onDidChangeTabs(look),
      window.onDidChangeActiveTextEditor(look),
      workspace.onDidChangeTextDocument(look),
    );
  });
}

describe('pages of large text files', () => {
  const stage = new Stage();
  let api: CloudTasksApi;
  let folder: string;
  let log: string;

  before(async () => {
    api = await getApi();
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-pages-'));
    log = join(folder, 'report [1].log');
  });
  // Unlike the editor's own command, this closes pinned ones too.
  afterEach(() => vscode.window.tabGroups.close(vscode.window.tabGroups.all.flatMap(({ tabs }) => tabs)));
  after(async () => {
    await stage.end();
    await rm(folder, { recursive: true, force: true });
  });

  for (const [encoding, word] of Object.entries(words)) {
    it(`turns the pages of a file in ${encoding}, in one tab`, async () => {
      await writeFile(log, largeText(word));
      const perPage = mebibyte / 64;
      const check = (page: number) => {
        const document = shown();
        assert.deepEqual(tabNames(), [`report [1] (page ${page} of 60).log`]);
        assert.equal(document.languageId, 'log');
        assert.equal(document.lineCount, perPage + 1);
        const first = (page - 1) * perPage;
        for (const row of [0, perPage - 1])
          assert.ok(document.lineAt(row).text.startsWith(`${numbered(first + row)}漏洞测试.`));
      };
      await run('firstPage', log);
      check(1);
      await run('nextPage');
      check(2);
      await run('nextPage', vscode.Uri.file(log));
      check(3);
      await run('previousPage', shown().uri);
      check(2);
      await run('lastPage');
      check(60);
      assert.equal(vscode.window.activeTextEditor?.selection.active.line, perPage); // the end is what one looks for
      await run('nextPage');
      check(60);
      await run('goToPage', { page: 31 });
      check(31);
      await run('goToPage', { file: log, page: 99 });
      check(60);
      await run('firstPage');
      check(1);
      await run('previousPage');
      check(1);
      assert.ok(!shown().isDirty);
    }).timeout(60_000);
  }

  it('stays in a tab that is kept, and leaves one that is pinned', async () => {
    await writeFile(log, Buffer.alloc(3 * mebibyte, line));
    await run('firstPage', log);
    await vscode.commands.executeCommand('workbench.action.keepEditor');
    await run('nextPage');
    await whenShown(() => tabNames().join() === 'report [1] (page 2 of 3).log');
    await vscode.commands.executeCommand('workbench.action.pinEditor');
    await run('nextPage');
    assert.deepEqual(tabNames(), ['report [1] (page 2 of 3).log', 'report [1] (page 3 of 3).log']);
  });

  it('shows what has become of the file', async () => {
    await writeFile(log, Buffer.alloc(mebibyte, line));
    await run('lastPage', log);
    assert.deepEqual(tabNames(), ['report [1] (page 1 of 1).log']);
    await appendFile(log, 'the end\n');
    await whenShown(() => shown().getText().endsWith('the end\n'));
    await appendFile(log, Buffer.alloc(mebibyte, line));
    await whenShown(() => tabNames().join() === 'report [1] (page 1 of 2).log');
    await run('nextPage');
    assert.ok(shown().getText().startsWith(`the end\n${line}`));
    await truncate(log, line.length);
    await whenShown(() => tabNames().join() === 'report [1] (page 1 of 1).log' && shown().getText() === line);
    await rm(log);
    await whenShown(() => shown().getText() === `“${log}” is not there any more. Download it again.`);
    assert.match(await rejection(run('firstPage', log)), /report \[1\]\.log” is not there any more/);
    await writeFile(log, 'again\n');
    await whenShown(() => shown().getText() === 'again\n');
  });

  it('opens the file of a task by its first page where it is large', async () => {
    const content = Buffer.alloc(largest + 64, lineOf(1, words['UTF-8']));
    const { origin } = await stage.start('alibaba', {
      tasks: [
        taskOf('cloudFirewall', '1', stage.clock.now() - 3600_000, { file: { name: 'a.csv', content } }),
      ],
    });
    await stage.add(accountArgument('alibaba', origin));
    const task = api.tasks().find(({ service }) => service === 'cloudFirewall')?.key;
    await run('download', { task, target: vscode.Uri.file(join(folder, 'a.csv')) });
    await run('open', { task });
    assert.deepEqual(tabNames(), ['a (page 1 of 50).csv']);
    await run('openAsTable');
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.uri.fsPath, join(folder, 'a.csv'));
  }).timeout(60_000);

  it('refuses what names no page', async () => {
    assert.match(await rejection(run('nextPage', 5)), /file/);
    assert.match(await rejection(run('firstPage', 'https://example.com/a.log')), /file/);
    assert.match(await rejection(run('goToPage', { file: log, page: 'two' })), /page/);
    assert.match(await rejection(run('goToPage', { page: 1 })), /no page of a large text file in front/);
  });
});

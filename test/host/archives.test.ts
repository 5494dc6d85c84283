import assert from 'node:assert/strict';
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { rawZip, type RawEntry } from '../fakes/rawZip';
import { getApi } from './world';

const { workspace } = vscode;

describe('archives as folders', () => {
  let folder: string;
  let files = 0;

  before(async () => {
    await getApi();
    folder = await mkdtemp(join(tmpdir(), 'cloud-tasks-zip-'));
  });
  afterEach(() => vscode.commands.executeCommand('workbench.action.closeAllEditors'));
  after(() => rm(folder, { recursive: true, force: true }));

  /** A new archive; gives the addresses of what is in it. */
  async function saved(entries: readonly RawEntry[] | Buffer): Promise<(entry?: string) => vscode.Uri> {
    const path = join(folder, `archive #${files++}.zip`);
    await writeFile(path, Buffer.isBuffer(entries) ? entries : rawZip(entries));
    return (entry = '') => vscode.Uri.from({ scheme: 'cloud-task-zip', path: `/${entry}`, query: path });
  }

  const sound = [
    { name: 'dir/in/漏洞 #1.csv', content: '编号,等级\n1,高\n' },
    { name: 'dir/README', content: 'read me' },
    { name: 'empty/' },
    { name: '../evil', content: 'evil' },
    { name: 'a.txt', content: 'text' },
  ];

  it('have folders and files', async () => {
    const at = await saved(sound);
    const { File, Directory } = vscode.FileType;
    assert.deepEqual(await workspace.fs.readDirectory(at()), [
      ['dir', Directory],
      ['empty', Directory],
      ['a.txt', File],
    ]);
    assert.deepEqual(await workspace.fs.readDirectory(at('dir')), [
      ['in', Directory],
      ['README', File],
    ]);
    assert.deepEqual(await workspace.fs.readDirectory(at('empty/')), []);
    for (const [entry, type, size] of [
      ['', Directory, 0],
      ['dir/in', Directory, 0],
      ['dir/README', File, 7],
    ] as const) {
      const stat = await workspace.fs.stat(at(entry));
      assert.deepEqual([stat.type, stat.size], [type, size]);
    }
    const bytes = await workspace.fs.readFile(at('dir/in/漏洞 #1.csv'));
    assert.equal(Buffer.from(bytes).toString(), '编号,等级\n1,高\n');
  });

  it('are not written to', async () => {
    const at = await saved(sound);
    assert.equal(workspace.fs.isWritableFileSystem('cloud-task-zip'), false);
    await assert.rejects(Promise.resolve(workspace.fs.writeFile(at('a.txt'), Buffer.from('x'))));
    await assert.rejects(Promise.resolve(workspace.fs.delete(at('a.txt'))));
  });

  /** The code and the message that reading ends with. */
  async function refusal(attempt: Thenable<unknown>): Promise<string> {
    const error: unknown = await Promise.resolve(attempt).then(
      () => undefined,
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof vscode.FileSystemError, String(error));
    return `${error.code}: ${error.message}`;
  }

  it('say why a file is not read', async () => {
    const at = await saved([
      { name: 'encrypted.csv', flags: 1, content: 'x' },
      { name: 'damaged.csv', crc: 1, content: 'x' },
      { name: 'dir/[a](command:x).csv', mode: 0o120777 },
      { name: 'sound.csv', content: 'sound' },
    ]);
    for (const [entry, expected] of [
      ['encrypted.csv', /^NoPermissions: “encrypted\.csv” is encrypted/],
      ['damaged.csv', /^Unavailable: “damaged\.csv” is damaged/],
      ['dir/[a](command:x).csv', /^NoPermissions: “dir\/\[a\] \(command:x\)\.csv” is a link/],
      ['none.csv', /^FileNotFound: There is no “none\.csv” in the archive/],
      ['dir', /^FileIsADirectory: /],
    ] as const)
      assert.match(await refusal(workspace.fs.readFile(at(entry))), expected);
    assert.match(await refusal(workspace.fs.readDirectory(at('sound.csv'))), /^FileNotADirectory: /);
    assert.match(await refusal(workspace.fs.stat(at('none'))), /^FileNotFound: There is no “none”/);
    assert.equal(Buffer.from(await workspace.fs.readFile(at('sound.csv'))).toString(), 'sound');
  });

  it('say what is wrong with the archive', async () => {
    const none = await saved(Buffer.from('no archive'));
    assert.match(await refusal(workspace.fs.readDirectory(none())), /^Unavailable: .*not a zip archive/);
    const gone = await saved(sound);
    await rm(gone().query);
    assert.match(await refusal(workspace.fs.readFile(gone('a.txt'))), /^FileNotFound: .*not there any more/);
  });

  it('show a file anew when the archive is another', async () => {
    const at = await saved(sound);
    const document = await workspace.openTextDocument(at('a.txt'));
    await vscode.window.showTextDocument(document);
    assert.equal(document.getText(), 'text');
    // The editor begins to watch a file a while after it was asked to, and does not tell when.
    while (document.getText() === 'text') {
      await writeFile(join(folder, 'new'), rawZip([{ name: 'a.txt', content: 'another text' }]));
      await rename(join(folder, 'new'), at().query);
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    assert.equal(document.getText(), 'another text');
  });
});

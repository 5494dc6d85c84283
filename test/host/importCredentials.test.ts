import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { CloudTasksApi } from '../../src/vscode/api';
import { EditorSettings } from './editorSettings';
import { filesBelow } from './filesBelow';
import { getApi, rejection, run } from './world';

interface Imported {
  readonly imported: string[];
  readonly refused: { source: string; profile: string; reason: string }[];
}

/** Distinct from all else, so that a find is a leak. */
const secrets = [
  'IMPORTEDsecretAlibaba',
  'IMPORTEDsecretBaidu',
  'IMPORTEDsecretHuawei',
  'IMPORTEDsecretSealed',
];

const files = {
  '.aliyun/config.json': JSON.stringify({
    current: 'work',
    profiles: [
      { name: 'work', mode: 'AK', access_key_id: 'LTAI0123456789x7', access_key_secret: secrets[0] },
      { name: 'copy', mode: 'AK', access_key_id: 'LTAI0123456789x7', access_key_secret: secrets[0] },
      { name: 'role', mode: 'RamRoleArn', access_key_secret: secrets[0] },
    ],
  }),
  '.go-bcecli/credentials': `[Defaults]\nAk = ALTAK0123456789z\nSk = ${secrets[1]}\n`,
  '.go-bcecli/config': '[Defaults]\nRegion = su\n',
  '.hcloud/config.json': JSON.stringify({
    authEncrypt: 'true',
    profiles: [{ name: 'sealed', mode: 'AKSK', accessKeyId: 'x', secretAccessKey: secrets[3] }],
  }),
};

const variables = {
  HW_ACCESS_KEY: 'HPUA0123456789ABCDEF',
  HW_SECRET_KEY: secrets[2],
  HW_REGION_NAME: 'cn-east-3',
};

describe('import of credentials', () => {
  // Keys of the vendors' own clouds: nothing of them may leave this computer.
  const network = new EditorSettings('http');
  const environment = { ...process.env };
  const added: string[] = [];
  let home: string;
  let api: CloudTasksApi;

  const importAll = async (argument: Record<string, unknown>) => {
    const result = await run<Imported>('importCredentials', { verify: false, ...argument });
    added.push(...result.imported);
    return result;
  };
  const labelsOf = (ids: readonly string[]) =>
    api
      .accounts()
      .filter(({ id }) => ids.includes(id))
      .map(({ cloud, label }) => `${cloud} ${label}`);

  before(async () => {
    api = await getApi();
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'trace');
    await network.set('proxy', 'http://127.0.0.1:1');
    home = mkdtempSync(join(tmpdir(), 'cloud-tasks-home-'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text);
    }
    Object.assign(process.env, variables, { HOME: home, USERPROFILE: home });
    assert.equal(homedir(), home);
  });
  after(async () => {
    for (const account of added) await run('removeAccount', { account });
    for (const name of [...Object.keys(variables), 'HOME', 'USERPROFILE']) {
      if (environment[name] === undefined) delete process.env[name];
      else process.env[name] = environment[name];
    }
    rmSync(home, { recursive: true });
    await network.restore();
    await vscode.commands.executeCommand('_extensionTests.setLogLevel', 'info');
  });

  it('adds the profiles that are meant, one of each cloud', async () => {
    const alibaba = await importAll({ cloud: 'alibaba', profile: 'work' });
    const baidu = await importAll({ source: '~/.go-bcecli/credentials' });
    const huawei = await importAll({ source: 'HW_ACCESS_KEY', profile: 'environment' });
    for (const { imported, refused } of [alibaba, baidu, huawei]) {
      assert.equal(imported.length, 1);
      assert.deepEqual(refused, []);
    }
    assert.deepEqual(labelsOf([...alibaba.imported, ...baidu.imported, ...huawei.imported]), [
      'alibaba work',
      'baidu Defaults',
      'huawei environment',
    ]);
    const regions = (ids: readonly string[]) =>
      api
        .accounts()
        .filter(({ id }) => ids.includes(id))
        .flatMap(({ services }) => services.map(({ region }) => region));
    assert.deepEqual(regions(baidu.imported), ['su']);
    assert.deepEqual(regions(huawei.imported), ['cn-east-3']);
  });

  it('refuses what cannot be imported, and says why', async () => {
    assert.deepEqual(await importAll({ source: '~/.hcloud/config.json' }), {
      imported: [],
      refused: [
        {
          source: '~/.hcloud/config.json',
          profile: 'sealed',
          reason: 'Its keys are encrypted, and only the tool can read them: add the account by hand.',
        },
      ],
    });
    const { refused } = await importAll({ cloud: 'alibaba', profile: 'role' });
    assert.match(refused[0]?.reason ?? '', /^It takes a role first/);
  });

  it('adds no credential twice, by whatever name it goes', async () => {
    const { imported, refused } = await importAll({ cloud: 'alibaba', profile: 'copy' });
    assert.deepEqual(imported, []);
    assert.deepEqual(
      refused.map(({ reason }) => reason),
      ['It is here already, as “work”.'],
    );
  });

  it('adds an account that cannot be tried now, and none that is not meant', async () => {
    for (const account of added.splice(0)) await run('removeAccount', { account });
    const { imported } = await importAll({ cloud: 'baidu', verify: true });
    assert.deepEqual(labelsOf(imported), ['baidu Defaults']);
    assert.deepEqual(await importAll({ source: '~/.none' }), { imported: [], refused: [] });
  });

  it('rejects an argument that says what is not known', async () => {
    assert.match(
      await rejection(run('importCredentials', { cloud: 'moon' })),
      /“cloud”.*alibaba, baidu, huawei/,
    );
    assert.match(await rejection(run('importCredentials', { file: 'x' })), /“file”/);
  });

  it('adds what a user picks of the list', async () => {
    for (const account of added.splice(0)) await run('removeAccount', { account });
    const ids = new Set(api.accounts().map(({ id }) => id));
    let isOver = false;
    const importing = Promise.resolve(run('importCredentials')).finally(() => (isOver = true));
    // The list comes when the files are read. A tick on what cannot be imported goes away: then it is the turn of the next.
    while (!isOver) {
      for (const command of ['quickOpenSelectNext', 'quickPickManyToggle', 'acceptSelectedQuickOpenItem'])
        await vscode.commands.executeCommand(`workbench.action.${command}`);
    }
    assert.equal(await importing, undefined);
    added.push(
      ...api
        .accounts()
        .map(({ id }) => id)
        .filter(id => !ids.has(id)),
    );
    const importable = ['alibaba work', 'baidu Defaults', 'huawei environment'];
    assert.equal(added.length, 1);
    assert.deepEqual(
      labelsOf(added).filter(label => !importable.includes(label)),
      [],
    );
  });

  it('leaves the files as they were and secrets in none of the editor’s', () => {
    for (const [path, text] of Object.entries(files))
      assert.equal(readFileSync(join(home, path), 'utf8'), text);
    const profile = process.env['CLOUD_TASKS_PROFILE'];
    assert.ok(profile, 'the test is told where the editor keeps its files');
    const stored = [...filesBelow(profile)];
    assert.ok(
      stored.some(file => /Cloud Tasks.*\.log$/.test(file)),
      'the log is among them',
    );
    const leaks = stored.filter(file => {
      const text = readFileSync(file, 'latin1');
      return secrets.some(secret => text.includes(secret));
    });
    assert.deepEqual(leaks, []);
    assert.deepEqual(
      secrets.filter(secret => JSON.stringify(api.accounts()).includes(secret)),
      [],
    );
  });
});

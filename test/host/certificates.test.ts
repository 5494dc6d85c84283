import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import * as tls from 'node:tls';
import * as vscode from 'vscode';
import type { CloudTasksApi, PlainProblem } from '../../src/vscode/api';
import { editorCertificates } from '../../src/vscode/editorCertificates';
import { authority } from '../fakes/certificate';
import { taskOf } from '../harness/simulators';
import { tlsFront, type TlsFront } from '../harness/tlsFront';
import { EditorSettings } from './editorSettings';
import { accountArgument, getApi, run, Stage } from './world';

const isOlder = !('getCACertificates' in tls);
const ours = authority();
const file = process.env['SSL_CERT_FILE'];
// Before anything else in this window: Node reads the store of the system once.
if (file) writeFileSync(file, ours.cert);

describe('the certificates of the system', () => {
  const stage = new Stage();
  const http = new EditorSettings('http');
  let api: CloudTasksApi;
  let front: TlsFront;
  let account: string;

  before(async () => {
    api = await getApi();
    const baidu = await stage.start('baidu', { tasks: [taskOf('bls', '1', stage.clock.now() - 3600_000)] });
    front = await tlsFront(ours.issue(['localhost']), baidu.origin);
    account = await stage.add(accountArgument('baidu', `https://localhost:${front.port}`));
  });
  after(async () => {
    await http.restore();
    await stage.end();
    await front.close();
  });

  async function refreshed(): Promise<PlainProblem | undefined> {
    await run('refresh', { account });
    return api.accounts().find(({ id }) => id === account)?.services[0]?.problem;
  }

  it('are trusted', async () => {
    assert.ok(file, 'the editor is told where the certificates of the system are');
    // On Windows and macOS a younger Node reads the store of the system and no file.
    const expected = isOlder || process.platform === 'linux' ? undefined : 'tls';
    assert.equal((await refreshed())?.kind, expected);
  });

  it('are trusted no more when the user has turned it off', async () => {
    await http.set('systemCertificates', false);
    const problem = await refreshed();
    assert.deepEqual([problem?.kind, problem?.code], ['tls', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE']);
  });

  it('can be had from the editor where Node does not read them', async () => {
    const certificates = await editorCertificates(vscode.env.appRoot);
    assert.ok(certificates.length > 0);
    for (const certificate of certificates) assert.match(certificate, /^-----BEGIN CERTIFICATE-----/);
  });
});

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import * as tls from 'node:tls';
import { promisify } from 'node:util';
import type { NetworkSettings } from '../../../src/core/http/networkSettings';
import { authority, selfSigned, type Identity } from '../../fakes/certificate';
import { testFolder } from '../../fakes/folder';
import { testServer } from '../../fakes/httpServer';
import { problemOf, withTransport } from '../../fakes/network';

const run = promisify(execFile);
const [one = '', two = ''] = ['One', 'Two'].map(name => authority(name).cert.trim());
const past = authority('Past').issue([], '210101000000Z').cert;
const damaged = '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n';

describe('systemCertificates', () => {
  const folder = testFolder();
  const isOlder = !('getCACertificates' in tls);
  /** On Windows and macOS a younger Node reads the store of the system and nothing else. */
  const readsFiles = isOlder || process.platform === 'linux';

  /** In a process of its own: Node reads the store of the system once. @param older what the editor has read */
  async function systemWith(file: string, older: readonly string[]): Promise<string[]> {
    const script = join('test', 'harness', 'printCertificates.ts');
    const env = { PATH: process.env['PATH'], SSL_CERT_FILE: file, SSL_CERT_DIR: folder.at('nowhere') };
    const { stdout } = await run(process.execPath, ['--import', 'tsx', script, ...older], { env });
    return (JSON.parse(stdout) as string[]).map(certificate => certificate.trim());
  }

  it('has those of the system’s files, without the damaged and those out of date', async () => {
    await writeFile(folder.at('authorities.pem'), [one, past, two, one, damaged].join('\n'));
    const found = await systemWith(folder.at('authorities.pem'), []);
    const ours = [one, two, past.trim()].filter(certificate => found.includes(certificate));
    assert.deepEqual(ours, readsFiles ? [one, two] : []);
    if (readsFiles) assert.equal(found.length, 2);
  });

  it('has those that the editor has read, where Node cannot', async () => {
    const found = await systemWith(folder.at('nothing'), [one]);
    assert.equal(found.includes(one), isOlder);
  });

  it('has none of files that are not there, nor of an editor that fails', async () => {
    const found = await systemWith(folder.at('nothing'), []);
    if (readsFiles) assert.deepEqual(found, []);
  });
});

const ours = authority();

/** Asks a server with this certificate. */
async function ask(
  { key, cert }: Identity,
  settings: Partial<NetworkSettings>,
  host = '127.0.0.1',
): Promise<string> {
  const server = createServer({ key, cert }, (_request, response) => response.end('secret'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const request = { method: 'GET', url: `https://${host}:${port}/`, headers: {} };
  try {
    return (await withTransport(settings, transport => transport.send(request))).body.toString();
  } finally {
    server.close();
    await once(server, 'close');
  }
}

describe('connections over TLS', () => {
  const plain = testServer();
  const local = ours.issue(['127.0.0.1']);
  const itself = selfSigned();

  for (const [what, identity, settings, host, code, message] of [
    ['nobody vouches for', itself, {}, '127.0.0.1', 'DEPTH_ZERO_SELF_SIGNED_CERT', 'self-signed certificate'],
    [
      'an unknown authority vouches for',
      local,
      {},
      '127.0.0.1',
      'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
      'unable to verify the first certificate',
    ],
    [
      'is out of date',
      ours.issue(['127.0.0.1'], '210101000000Z'),
      { certificates: [ours.cert] },
      '127.0.0.1',
      'CERT_HAS_EXPIRED',
      'certificate has expired',
    ],
    [
      'is for another host',
      local,
      { certificates: [ours.cert] },
      'localhost',
      'ERR_TLS_CERT_ALTNAME_INVALID',
      "Hostname/IP does not match certificate's altnames: Host: localhost. is not cert's CN: server",
    ],
  ] as const) {
    it(`refuses a certificate that ${what}`, async () =>
      assert.deepEqual(await problemOf(ask(identity, settings, host)), { kind: 'tls', code, message }));
  }

  it('trusts the certificates it is given', async () => {
    assert.equal(await ask(local, { certificates: [ours.cert] }), 'secret');
    assert.equal(await ask(itself, { certificates: [ours.cert, itself.cert] }), 'secret');
  });

  it('looks at no certificate when the user has said so', async () =>
    assert.equal(await ask(itself, { verifyTls: false }), 'secret'));

  it('says in one line of words that a host speaks no TLS', async () => {
    const url = plain.origin.replace('http:', 'https:');
    const problem = await problemOf(
      withTransport({}, transport => transport.send({ method: 'GET', url, headers: {} })),
    );
    assert.equal(problem.kind, 'tls');
    assert.match(problem.message, /^[a-z ]+$/);
  });
});

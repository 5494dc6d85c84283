import assert from 'node:assert/strict';
import { writeFile } from 'node:fs/promises';
import { delimiter } from 'node:path';
import { namedCertificates } from '../../../src/core/http/namedCertificates';
import { authority } from '../../fakes/certificate';
import { testFolder } from '../../fakes/folder';

const [one = '', two = '', three = ''] = ['One', 'Two', 'Three'].map(name => authority(name).cert.trim());

describe('namedCertificates', () => {
  const folder = testFolder();

  it('reads what the environment names, with all that a file holds', async () => {
    await writeFile(folder.at('file.pem'), `A comment\n${one}\nanother\n${two}`);
    await writeFile(folder.at('extra.pem'), three);
    const found = await namedCertificates({
      SSL_CERT_FILE: folder.at('file.pem'),
      NODE_EXTRA_CA_CERTS: folder.at('extra.pem'),
    });
    assert.deepEqual(found, [one, two, three]);
  });

  it('reads all files of folders', async () => {
    await writeFile(folder.at('0a1b2c3d.0'), one);
    await writeFile(folder.at('another.crt'), two);
    const folders = ['', folder.path, folder.at('nowhere')].join(delimiter);
    assert.deepEqual((await namedCertificates({ SSL_CERT_DIR: folders })).sort(), [one, two].sort());
  });

  it('passes over what is not there and what is none', async () => {
    await writeFile(folder.at('extra.pem'), 'no certificate at all');
    const env = { SSL_CERT_FILE: folder.at('nothing'), NODE_EXTRA_CA_CERTS: folder.at('extra.pem') };
    assert.deepEqual(await namedCertificates(env), []);
    assert.deepEqual(await namedCertificates({}), []);
  });
});

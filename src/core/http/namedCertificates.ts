import { readdir, readFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

/** The certificates, as PEM, that OpenSSL and Node are told to trust by the environment. */
export async function namedCertificates(env: NodeJS.ProcessEnv): Promise<string[]> {
  const { SSL_CERT_FILE: file, SSL_CERT_DIR: folders = '', NODE_EXTRA_CA_CERTS: extra } = env;
  const listed = await Promise.all(folders.split(delimiter).filter(Boolean).map(filesOf));
  const files = [file, extra, ...listed.flat()].filter(name => name !== undefined);
  const texts = await Promise.all(files.map(name => readFile(name, 'utf8').catch(() => '')));
  return texts.flatMap(
    text => text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [],
  );
}

async function filesOf(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.map(name => join(folder, name));
}

import { generateKeyPairSync, randomBytes, sign, type KeyObject } from 'node:crypto';
import { isIP } from 'node:net';

/** A private key and its certificate, as PEM. */
export interface Identity {
  readonly key: string;
  readonly cert: string;
}

/** An authority of our own; all of it is made when it is asked for. */
export interface Authority extends Identity {
  /** A certificate for these hosts and addresses. @param notAfter as ASN.1 has it, `491231235959Z` */
  issue(hosts: readonly string[], notAfter?: string): Identity;
}

/** A value of DER: its tag, the length of its content, the content. */
function der(tag: number, ...content: Buffer[]): Buffer {
  const body = Buffer.concat(content);
  const length = body.length < 128 ? [body.length] : [0x82, Math.floor(body.length / 256), body.length % 256];
  return Buffer.concat([Buffer.from([tag, ...length]), body]);
}

const hex = (text: string) => Buffer.from(text, 'hex');
const sequence = (...content: Buffer[]) => der(0x30, ...content);
const set = (...content: Buffer[]) => der(0x31, ...content);
const oid = (text: string) => der(0x06, hex(text));
const utcTime = (text: string) => der(0x17, Buffer.from(text));
const extension = (id: string, value: Buffer) => sequence(oid(id), der(0x04, value));

const commonName = (name: string) => sequence(set(sequence(oid('550403'), der(0x0c, Buffer.from(name)))));
const ecdsaWithSha256 = sequence(oid('2a8648ce3d040302'));
const isAuthority = extension('551d13', sequence(der(0x01, hex('ff')))); // basicConstraints
const forever = '491231235959Z';

const subjectAltName = (hosts: readonly string[]) =>
  extension(
    '551d11',
    sequence(
      ...hosts.map(host =>
        isIP(host) ? der(0x87, Buffer.from(host.split('.').map(Number))) : der(0x82, Buffer.from(host)),
      ),
    ),
  );

const keyPair = () => generateKeyPairSync('ec', { namedCurve: 'P-256' });

interface Certificate {
  readonly subject: string;
  readonly publicKey: KeyObject;
  readonly issuer: string;
  readonly signedWith: KeyObject;
  readonly extensions: readonly Buffer[];
  readonly notAfter: string;
}

function certificate({ subject, publicKey, issuer, signedWith, extensions, notAfter }: Certificate): string {
  const body = sequence(
    der(0xa0, der(0x02, hex('02'))), // version 3
    der(0x02, Buffer.from([1, ...randomBytes(7)])), // serial number
    ecdsaWithSha256,
    commonName(issuer),
    sequence(utcTime('200101000000Z'), utcTime(notAfter)),
    commonName(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = der(0x03, hex('00'), sign('sha256', body, signedWith));
  const text = sequence(body, ecdsaWithSha256, signature).toString('base64').replaceAll(/.{64}/g, '$&\n');
  return `-----BEGIN CERTIFICATE-----\n${text}\n-----END CERTIFICATE-----\n`;
}

const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** A certificate that nobody but itself vouches for, for 127.0.0.1. */
export function selfSigned(notAfter = forever): Identity {
  const { publicKey, privateKey } = keyPair();
  const extensions = [subjectAltName(['127.0.0.1'])];
  const cert = certificate({
    subject: 'test',
    publicKey,
    issuer: 'test',
    signedWith: privateKey,
    extensions,
    notAfter,
  });
  return { key: pem(privateKey), cert };
}

export function authority(name = 'Test Authority'): Authority {
  const own = keyPair();
  const from = { issuer: name, signedWith: own.privateKey };
  const self = { subject: name, publicKey: own.publicKey, extensions: [isAuthority], notAfter: forever };
  return {
    key: pem(own.privateKey),
    cert: certificate({ ...from, ...self }),
    issue: (hosts, notAfter = forever) => {
      const { publicKey, privateKey } = keyPair();
      const leaf = { subject: 'server', publicKey, extensions: [subjectAltName(hosts)], notAfter };
      return { key: pem(privateKey), cert: certificate({ ...from, ...leaf }) };
    },
  };
}

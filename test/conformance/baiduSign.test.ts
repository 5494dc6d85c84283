import VendorAuth from '@baiducloud/sdk/src/auth';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { signBce } from '../../src/clouds/baidu/sign';
import { encodePair, percentEncode } from '../../src/core/signing/canonical';
import * as generate from './generate';

/**
 * Parameters by name. The vendor's JavaScript leaves names unencoded, its Go, Java and Python encode them: hence no
 * name that needs it. Null stands for a parameter without a value.
 */
const query = fc.dictionary(
  fc.oneof(generate.plainText, fc.constantFrom('authorization', 'Authorization')),
  fc.option(generate.text, { freq: 9 }),
  { maxKeys: 6 },
);

/**
 * Path segments. The vendor's JavaScript signs the path as it is given, its Java one that was decoded before: hence
 * no slash inside, on which they differ. The vendor is given the strict encoding, our URL a laxer one. `.` and `..`
 * would be resolved by the URL.
 */
const segments = fc.array(
  generate.text.filter(segment => !segment.includes('/') && segment !== '.' && segment !== '..'),
  { maxLength: 4 },
);

/**
 * None is another followed by a hyphen: there the vendor's JavaScript lists names in the order of the lines, its Go
 * in their own.
 */
const extraHeaders = fc.dictionary(
  fc.constantFrom(
    'Content-Type',
    'content-length',
    'Content-MD5',
    'Date',
    'accept',
    'x-bce-meta',
    'X-Bce-Metadata',
  ),
  fc.oneof(
    generate.headerValue,
    generate.headerValue.map(value => ` ${value}\t`),
    fc.constantFrom('', '  '),
  ),
);

const request = fc.record({
  accessKeyId: generate.keyText,
  secretAccessKey: generate.keyText,
  sessionToken: generate.token,
  method: generate.method,
  host: generate.host,
  segments,
  query,
  extraHeaders,
  namesToSign: fc.subarray(['Content-Type', 'Content-Length', 'content-md5', 'Date']),
  body: generate.text,
  date: generate.date,
  expiresIn: fc.integer({ min: 1, max: 86400 }),
});

const pairOf = ([name, value]: [string, string | null]) => encodePair([name, value ?? '']);

describe('Baidu AI Cloud signature and @baiducloud/sdk', () => {
  it('agree', () =>
    fc.assert(
      fc.property(request, given => {
        const path = `/${given.segments.map(percentEncode).join('/')}`;
        const laxPath = `/${given.segments.map(encodeURIComponent).join('/')}`;
        const timestamp = `${given.date.toISOString().slice(0, 19)}Z`;
        const signed = signBce(
          {
            method: given.method,
            url: `https://${given.host}${laxPath}?${Object.entries(given.query).map(pairOf).join('&')}`,
            headers: { ...given.extraHeaders },
            body: given.body,
          },
          given,
          {
            date: given.date,
            expiresIn: given.expiresIn,
            // The vendor signs every x-bce-* unasked; we sign those that are named.
            signedHeaders: [
              ...given.namesToSign,
              ...['host', 'x-bce-date', 'x-bce-security-token', 'x-bce-meta', 'x-bce-metadata'],
            ],
          },
        );

        const vendorsHeaders: Record<string, string> = {
          ...given.extraHeaders,
          Host: given.host,
          'x-bce-date': timestamp,
        };
        if (given.sessionToken !== undefined) vendorsHeaders['x-bce-security-token'] = given.sessionToken;
        assert.equal(
          signed.headers['authorization'],
          new VendorAuth(given.accessKeyId, given.secretAccessKey).generateAuthorization(
            given.method,
            path,
            given.query,
            vendorsHeaders,
            Math.floor(given.date.getTime() / 1000),
            given.expiresIn,
            [...given.namesToSign, 'host'],
          ),
        );
      }),
      generate.fiveHundred,
    ));
});

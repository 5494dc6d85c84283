import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { sdkDate, signSdkHmac } from '../../src/clouds/huawei/sign';
import { encodePair } from '../../src/core/signing/canonical';
import * as generate from './generate';

/** Parameters by name, encoded names and repeated ones among them. */
const query = fc.dictionary(generate.text, fc.array(generate.text, { minLength: 1, maxLength: 3 }), {
  maxKeys: 6,
});

/**
 * Path segments. The vendor's Node encodes a second time what the URL has encoded, its Python does not: hence no
 * character that needs it. `.` and `..` would be resolved by the URL.
 */
const segments = fc.array(
  generate.plainText.filter(segment => !/^\.+$/.test(segment)),
  { maxLength: 4 },
);

const request = fc.record({
  accessKeyId: generate.keyText,
  secretAccessKey: generate.keyText,
  securityToken: generate.token,
  projectId: fc.option(generate.plainText, { nil: undefined }),
  method: generate.method,
  host: generate.host,
  segments,
  slash: fc.constantFrom('', '/'),
  query,
  // The vendor's signer is given what is to become JSON, and drops a content type of multipart/form-data.
  data: fc.option(fc.dictionary(generate.text, fc.oneof(generate.text, fc.integer())), { nil: undefined }),
  contentType: generate.headerValue.filter(value => !value.includes('multipart/form-data')),
  unsignedPayload: fc.boolean(),
  date: generate.date,
});

type VendorRequest = Parameters<typeof AKSKSigner.sign>[0];
type VendorCredential = Parameters<typeof AKSKSigner.sign>[1];

describe("Huawei Cloud signature and @huaweicloud/huaweicloud-sdk-core's AKSKSigner", () => {
  it('agree', () =>
    fc.assert(
      fc.property(request, given => {
        const base = `https://${given.host}/${given.segments.join('/')}${given.segments.length > 0 ? given.slash : ''}`;
        const pairs = Object.entries(given.query).flatMap(([name, values]) =>
          values.map(value => encodePair([name, value])),
        );
        const headers: Record<string, string> = {};
        if (given.data) headers['content-type'] = given.contentType;
        if (given.unsignedPayload) headers['X-Sdk-Content-Sha256'] = 'UNSIGNED-PAYLOAD';
        const signed = signSdkHmac(
          {
            method: given.method,
            url: pairs.length > 0 ? `${base}?${pairs.join('&')}` : base,
            headers,
            ...(given.data && { body: JSON.stringify(given.data) }),
          },
          given,
          given,
        );

        const vendors: VendorRequest = {
          method: given.method,
          endpoint: base,
          // Its signer sorts the values of a repeated parameter where they are.
          queryParams: structuredClone(given.query),
          headers: {
            ...headers,
            'X-Sdk-Date': sdkDate(given.date),
            ...(given.projectId !== undefined && { 'X-Project-Id': given.projectId }),
            ...(given.securityToken !== undefined && { 'X-Security-Token': given.securityToken }),
          },
          data: given.data,
        };
        // Of a credential the signer asks these two alone.
        const credential = {
          getAk: () => given.accessKeyId,
          getSk: () => given.secretAccessKey,
        } as unknown as VendorCredential;
        const { Authorization: expected } = AKSKSigner.sign(vendors, credential) as {
          Authorization?: string;
        };
        assert.equal(signed.headers['authorization'], expected);
      }),
      generate.fiveHundred,
    ));
});

import OpenApiUtil from '@alicloud/openapi-core/dist/utils';
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { signAcs3 } from '../../src/clouds/alibaba/sign';
import type { HttpRequest } from '../../src/core/http/request';
import { encodePair } from '../../src/core/signing/canonical';
import { sha256Hex } from '../../src/core/signing/hmac';
import * as generate from './generate';

/**
 * Parameters by name. The vendor's signer leaves names unencoded, where its document says to encode them: hence no
 * name that needs it.
 */
const query = fc.dictionary(generate.plainText, generate.text, { maxKeys: 6 });

const request = fc.record({
  accessKeyId: generate.keyText,
  accessKeySecret: generate.keyText,
  securityToken: generate.token,
  method: generate.method,
  host: generate.host,
  query,
  action: generate.headerValue,
  contentType: fc.option(generate.headerValue, { nil: undefined }),
  extra: fc.dictionary(
    // Few names in two cases, so that some come twice.
    fc.stringMatching(/^[Xx]-acs-extra[a-c-]{1,2}$/),
    generate.headerValue.map(value => ` ${value}\t`),
    { maxKeys: 5 },
  ),
  body: generate.text,
  date: generate.date,
  nonce: generate.plainText,
});

type VendorRequest = Parameters<typeof OpenApiUtil.getAuthorization>[0];

describe('Alibaba Cloud signature and @alicloud/openapi-core', () => {
  it('agree', () =>
    fc.assert(
      fc.property(request, given => {
        const headers: Record<string, string> = { 'X-Acs-Action': given.action, ...given.extra };
        if (given.contentType !== undefined) headers['Content-Type'] = given.contentType;
        const unsigned: HttpRequest = {
          method: given.method,
          url: `https://${given.host}/?${Object.entries(given.query).map(encodePair).join('&')}`,
          headers,
          body: given.body,
        };
        const signed = signAcs3(unsigned, given, given);

        // The vendor's request is a class of which its signer reads these four fields.
        const vendors = {
          method: given.method,
          pathname: '/',
          query: given.query,
          headers: {
            ...headers,
            host: given.host,
            'x-acs-date': `${given.date.toISOString().slice(0, 19)}Z`,
            'x-acs-signature-nonce': given.nonce,
            'x-acs-content-sha256': sha256Hex(given.body),
            ...(given.securityToken !== undefined && { 'x-acs-security-token': given.securityToken }),
          },
        } as unknown as VendorRequest;
        assert.equal(
          signed.headers['authorization'],
          OpenApiUtil.getAuthorization(
            vendors,
            'ACS3-HMAC-SHA256',
            sha256Hex(given.body),
            given.accessKeyId,
            given.accessKeySecret,
          ),
        );
        assert.deepEqual(Object.fromEntries(new URL(signed.url).searchParams), { ...given.query });
      }),
      generate.fiveHundred,
    ));
});

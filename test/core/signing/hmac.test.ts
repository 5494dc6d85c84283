import assert from 'node:assert/strict';
import { hmacSha256Hex, sha256Hex } from '../../../src/core/signing/hmac';

describe('hmac', () => {
  it('hashes nothing to the hash that the vendors document', () =>
    assert.equal(sha256Hex(''), 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'));

  it('hashes the UTF-8 bytes of a text', () =>
    assert.equal(sha256Hex('互😀'), 'cb36237cc850513900b197a1693757842aa962db59034c447a890f5b81a3ed92'));

  it('reproduces case 2 of RFC 4231', () =>
    assert.equal(
      hmacSha256Hex('Jefe', 'what do ya want for nothing?'),
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ));

  // Value from Python's hmac module.
  it('takes key and text as UTF-8', () =>
    assert.equal(
      hmacSha256Hex('键', '互😀'),
      '80aad6ded86c1e40b809deb2dfa45224dcfacc35331972b10b53c9a55e2a9956',
    ));
});

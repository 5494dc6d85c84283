import assert from 'node:assert/strict';
import { bypass } from '../../../src/core/http/bypass';

describe('bypass', () => {
  for (const [list, address, expected] of [
    ['', 'https://a.example.com', false],
    [' , ', 'https://a.example.com', false],
    ['*', 'https://a.example.com', true],
    ['b.example.com, *', 'https://a.example.com', true],
    ['a.example.com', 'https://a.example.com', true],
    ['A.Example.COM', 'https://a.example.com', true],
    ['example.com', 'https://a.example.com', true],
    ['.example.com', 'https://a.example.com', true],
    ['*.example.com', 'https://a.example.com', true],
    ['.example.com', 'https://example.com', true],
    ['ample.com', 'https://example.com', false],
    ['example.com', 'https://example.com.cn', false],
    ['b.example.com,a.example.com', 'https://a.example.com', true],
    ['b.example.com a.example.com', 'https://a.example.com', true],
    ['a.example.com:443', 'https://a.example.com', true],
    ['a.example.com:80', 'http://a.example.com', true],
    ['a.example.com:443', 'http://a.example.com', false],
    ['a.example.com:8443', 'https://a.example.com', false],
    ['a.example.com:8443', 'https://a.example.com:8443', true],
    ['10.0.0.1', 'https://10.0.0.1', true],
    ['0.0.1', 'https://10.0.0.10', false],
    ['[2001:db8::1]', 'https://[2001:db8::1]/', true],
    ['[2001:db8::1]:443', 'https://[2001:db8::1]/', true],
  ] as const) {
    it(`${expected ? 'reaches' : 'does not reach'} ${address} directly by “${list}”`, () =>
      assert.equal(bypass(list)(new URL(address)), expected));
  }
});

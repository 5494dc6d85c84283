import assert from 'node:assert/strict';
import { statusKind } from '../../../src/core/http/statusKind';

describe('statusKind', () => {
  for (const [status, kind] of [
    [200, 'protocol'],
    [204, 'protocol'],
    [302, 'protocol'],
    [400, 'protocol'],
    [401, 'auth'],
    [403, 'permission'],
    [404, 'notFound'],
    [405, 'protocol'],
    [407, 'proxy'],
    [408, 'timeout'],
    [413, 'protocol'],
    [429, 'throttled'],
    [494, 'protocol'],
    [499, 'protocol'],
    [500, 'server'],
    [502, 'server'],
    [503, 'server'],
    [504, 'server'],
    [599, 'server'],
  ] as const) {
    it(`takes ${status} for ${kind}`, () => assert.equal(statusKind(status), kind));
  }
});

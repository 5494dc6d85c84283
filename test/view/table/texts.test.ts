import assert from 'node:assert/strict';
import { filled } from '../../../src/view/table/texts';

describe('filled', () => {
  for (const [text, values, expected] of [
    ['{0} of {1} rows', ['1', '2'], '1 of 2 rows'],
    ['{1}/{0}', ['$&', '{0}'], '{0}/$&'],
    ['{0} {2}', ['a'], 'a {2}'],
    ['nothing', [], 'nothing'],
  ] as const) {
    it(`makes “${expected}”`, () => assert.equal(filled(text, ...values), expected));
  }
});

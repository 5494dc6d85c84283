import assert from 'node:assert/strict';
import { consolePage } from '../../../src/clouds/baidu/consolePage';

describe('the console of Baidu AI Cloud', () => {
  it('is one for all regions', () => {
    for (const region of ['bj', 'gz'])
      assert.equal(consolePage({ service: 'bls', region }), 'https://console.bce.baidu.com/bls/');
  });

  it('has no page for another service', () =>
    assert.equal(consolePage({ service: 'elsewhere', region: 'bj' }), undefined));
});

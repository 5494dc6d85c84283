import assert from 'node:assert/strict';
import { consolePage } from '../../../src/clouds/huawei/consolePage';

describe('the console of Huawei Cloud', () => {
  const of = (region: string) => consolePage({ service: 'hss', region });

  it('is shown for the region of the task', () => {
    assert.equal(of('cn-north-4'), 'https://console.huaweicloud.com/console/?region=cn-north-4');
    assert.equal(of('eu-west-101'), 'https://console.eu.huaweicloud.com/console/?region=eu-west-101');
  });

  it('takes nothing for a region that would change the address', () =>
    assert.equal(of('a&b#c'), 'https://console.huaweicloud.com/console/?region=a%26b%23c'));

  it('has no page for another service', () =>
    assert.equal(consolePage({ service: 'elsewhere', region: 'cn-north-4' }), undefined));
});

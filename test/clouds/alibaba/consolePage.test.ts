import assert from 'node:assert/strict';
import { consolePage } from '../../../src/clouds/alibaba/consolePage';

describe('the console of Alibaba Cloud', () => {
  const of = (service: string, site?: string) => consolePage({ service, region: '', site });

  it('is that of the site of the account, that of China by default', () => {
    assert.equal(of('cloudFirewall', 'china'), 'https://yundun.console.aliyun.com/?p=cfwnext');
    assert.equal(of('cloudFirewall'), of('cloudFirewall', 'china'));
    assert.equal(of('cloudFirewall', 'international'), 'https://yundun.console.alibabacloud.com/?p=cfwnext');
  });

  it('shows the records of refreshes for the CDN', () => {
    assert.equal(of('cdn', 'china'), 'https://cdn.console.aliyun.com/refresh/record');
    assert.equal(of('cdn', 'international'), 'https://cdn.console.alibabacloud.com/refresh/record');
  });

  it('has no page for another service', () => assert.equal(of('elsewhere'), undefined));
});

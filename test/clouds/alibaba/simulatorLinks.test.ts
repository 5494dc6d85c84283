import assert from 'node:assert/strict';
import { crc64 } from '../../../src/clouds/alibaba/simulatorOss';
import { create, firewallTasks, hour, minute, now, origin, read, sign } from '../../harness/alibaba';
import { received, taskOf } from '../../harness/simulators';
import { tampered } from '../../harness/tamper';
import vectors from '../../vectors/alibaba.json';

describe('Alibaba simulator: links to files', () => {
  const tasks = [taskOf('cloudFirewall', '7', now - hour, { expiresAt: now + hour })];
  const simulator = create({ tasks, linkLifetime: 10 * minute });
  const { body } = read(simulator.answer(received(sign('DescribeDownloadTask')), now));
  const link = String(firewallTasks(body)[0]?.['FileURL']).slice(origin.length);

  const get = (target: string, at = now, headers = {}, method = 'GET') =>
    simulator.answer(
      received({ method, target, headers: { host: '127.0.0.1:4711', ...headers }, body: '' }),
      at,
    );
  const refusal = (...args: Parameters<typeof get>) => {
    const answer = get(...args);
    if ('file' in answer) return 'a file';
    const xml = String(answer.body);
    const code = /<Code>(.*)<\/Code>/.exec(xml)?.[1] ?? '';
    return `${answer.status} ${code} ${/<EC>(.*)<\/EC>/.exec(xml)?.[1] ?? ''}`.trim();
  };

  it('gives the file with its checksums', () => {
    const answer = get(link);
    assert.ok('file' in answer);
    assert.deepEqual(answer.file, tasks[0]?.file?.content);
    assert.match(answer.etag, /^"[0-9A-F]{32}"$/);
    assert.equal(answer.headers?.['x-oss-hash-crc64ecma'], crc64(answer.file).toString());
    assert.equal(answer.badRange, 'whole');
  });

  it('computes CRC-64 as OSS does', () => {
    for (const { utf8, crc64ecma } of vectors.crc64.vectors) {
      assert.equal(crc64(Buffer.from(utf8)).toString(), crc64ecma);
    }
  });

  it('refuses a link with one bit changed', () => {
    for (const [what, { target }] of tampered({ method: 'GET', target: link, headers: {}, body: '' }, [])) {
      if (!target.startsWith('/oss/')) continue; // another service altogether
      assert.notEqual(refusal(target), 'a file', what);
    }
  });

  it('says that a link is old, before it looks at the signature', () => {
    assert.equal(refusal(link, now + 10 * minute), '403 AccessDenied 0002-00000069');
    assert.equal(
      refusal(link.replace(/Signature=..../, 'Signature=AAAA'), now + hour),
      '403 AccessDenied 0002-00000069',
    );
    const answer = get(link, now + hour);
    assert.match(
      String('file' in answer || answer.body),
      /<Message>Request has expired\.<\/Message>.*<ServerTime>2026-11-22T11:00:00\.000Z</,
    );
  });

  it('refuses what changes the signed text', () => {
    const mismatch = '403 SignatureDoesNotMatch 0002-00000040';
    assert.equal(refusal(link, now, {}, 'HEAD'), mismatch);
    assert.equal(refusal(link, now, { 'x-oss-range-behavior': 'standard' }), mismatch);
    assert.equal(refusal(link, now, { 'content-type': 'text/plain' }), mismatch);
    assert.equal(refusal(`${link}&response-content-disposition=attachment`), mismatch);
    assert.equal(refusal(link, now, { authorization: 'ACS3-HMAC-SHA256 x' }), '400 InvalidArgument');
    assert.equal(refusal(link.replace(/Expires=\d+&/, '')), '403 AccessDenied 0002-00000067');
    assert.equal(refusal(link.replace(/&Signature=.*/, '')), '403 AccessDenied 0002-00000074');
  });

  it('has nothing once the task has expired', () => {
    const late = create({ tasks, linkLifetime: 3 * hour });
    const listed = read(late.answer(received(sign('DescribeDownloadTask')), now)).body;
    const target = String(firewallTasks(listed)[0]?.['FileURL']).slice(origin.length);
    const answer = late.answer(received({ method: 'GET', target, headers: {}, body: '' }), now + hour);
    assert.ok(!('file' in answer));
    assert.equal(answer.status, 404);
    assert.match(String(answer.body), /<Code>NoSuchKey<\/Code>/);
  });
});

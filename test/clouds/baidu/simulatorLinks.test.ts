import assert from 'node:assert/strict';
import { base, create, get, minute, now, origin, read, result, type Row } from '../../harness/baidu';
import { received, taskOf } from '../../harness/simulators';
import { tampered } from '../../harness/tamper';

describe('Baidu simulator: links', () => {
  const content = Buffer.from('日志\n');
  const file = { name: '日志_json_x.json', content };
  const simulator = create({
    tasks: [
      taskOf('bls', 'x', now - minute, { file }),
      taskOf('bls', 'y', now - minute, {
        file: { ...file, content: Buffer.alloc(0) },
        overrides: { fileDir: 'own/logs/' },
      }),
      taskOf('bls', 'z', now, { file: { ...file, name: 'z.json' } }),
    ],
  });
  const linkTo = (id: string) => {
    const { link, ...rest } = result(simulator, get(`/v2/logstore/download/link/${id}`));
    return { ...rest, target: String(link).slice(origin.length) };
  };
  const open = (target: string, at = now, headers: Record<string, string> = {}, method = 'GET') =>
    simulator.answer(received({ method, target, headers: { host: base.host, ...headers }, body: '' }), at);
  const refusal = (...args: Parameters<typeof open>) => {
    const answer = open(...args);
    if ('file' in answer) return 'a file';
    const { status, body } = read(answer);
    return `${status} ${String(body['code'])}`;
  };

  it('have the form of the seed and live 300 s', () => {
    const { target, fileDir, fileName } = linkTo('x') as Row & { target: string };
    assert.match(
      target,
      /^\/bos\/bls-export\/%E6%97%A5%E5%BF%97_json_x\.json\?responseContentDisposition=attachment&authorization=bce-auth-v1%2F/,
    );
    assert.deepEqual([fileDir, fileName], ['', file.name]);
    const answer = open(target);
    assert.ok('file' in answer);
    assert.deepEqual(answer.file, content);
    assert.match(answer.etag, /^"[0-9a-f]{32}"$/);
    assert.ok(answer.headers?.['content-md5'] && answer.headers['x-bce-content-crc32']);
    assert.equal(refusal(target, now + 300_000), 'a file');
    assert.equal(refusal(target, now + 300_001), '400 RequestExpired');
  });

  it('are refused with one bit changed, by another method, or with an authorization of their own', () => {
    const { target } = linkTo('x');
    for (const [what, changed] of tampered({ method: 'GET', target, headers: {}, body: '' }, [])) {
      if (changed.target.startsWith('/bos/')) assert.notEqual(refusal(changed.target), 'a file', what);
    }
    assert.equal(refusal(target, now, {}, 'HEAD'), '400 SignatureDoesNotMatch');
    assert.equal(refusal(target, now, { host: 'elsewhere' }), '400 SignatureDoesNotMatch');
    assert.equal(refusal(`${target}&x=1`), '400 SignatureDoesNotMatch');
    assert.equal(refusal(target, now, { authorization: 'bce-auth-v1/x' }), '400 InvalidHTTPRequest');
    assert.equal(refusal(target.replace(/&authorization=.*/, '')), '403 AccessDenied');
  });

  it('lead nowhere before the file exists', () => {
    assert.equal(refusal(linkTo('z').target), '404 NoSuchKey');
  });

  it('take no range of an object without bytes', () => {
    const { target, fileDir } = linkTo('y') as Row & { target: string };
    assert.equal(fileDir, 'own/logs/');
    assert.equal(refusal(target), 'a file');
    assert.equal(refusal(target, now, { range: 'bytes=0-0' }), '400 InvalidRange');
  });
});

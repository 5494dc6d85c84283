import assert from 'node:assert/strict';
import { CloudError } from '../../../src/core/errors';
import { loggedTransport } from '../../../src/core/http/loggedTransport';
import { FakeClock } from '../../fakes/clock';
import { FakeLog } from '../../fakes/log';
import { FakeTransport, type Reply } from '../../fakes/transport';

const request = {
  method: 'POST',
  url: 'https://u:pass@h.example.com/v2/list?Signature=planted',
  headers: { authorization: 'planted', 'x-auth-token': 'planted', 'x-acs-action': 'DescribeDownloadTask' },
  body: 'planted',
};

function logged(script: (clock: FakeClock) => Reply | Promise<Reply>) {
  const clock = new FakeClock();
  const log = new FakeLog();
  const inner = new FakeTransport(() => script(clock));
  return { log, inner, transport: loggedTransport(() => Promise.resolve(inner), log, clock) };
}

const slow = (reply: Reply) => async (clock: FakeClock) => {
  await clock.advance(42);
  return reply;
};

describe('loggedTransport', () => {
  it('writes method, address without its query, action, status, time and request id', async () => {
    const { transport, log } = logged(slow({ status: 403, headers: { 'x-acs-request-id': 'R-1' } }));
    await transport.send(request);
    assert.deepEqual(log.lines, [
      'debug POST https://h.example.com/v2/list DescribeDownloadTask: 403 in 42 ms, request R-1',
    ]);
  });

  it('writes why a request is made that nobody asked for', async () => {
    const { transport, log } = logged(() => ({}));
    await transport.send({ method: 'GET', url: 'https://h/f', headers: {} }, { reason: 'unfinished' });
    assert.deepEqual(log.lines, ['debug GET https://h/f (unfinished): 200 in 0 ms']);
  });

  for (const header of ['x-acs-request-id', 'x-bce-request-id', 'x-request-id', 'x-oss-request-id']) {
    it(`knows the request id in ${header}`, async () => {
      const { transport, log } = logged(slow({ headers: { [header]: 'R-2' } }));
      await transport.send(request);
      assert.match(log.lines[0] ?? '', /, request R-2$/);
    });
  }

  it('writes a line for a stream when its head is there', async () => {
    const { transport, log } = logged(slow({ body: 'x' }));
    await transport.stream({ method: 'GET', url: 'https://h/f?authorization=planted', headers: {} });
    assert.deepEqual(log.lines, ['debug GET https://h/f: 200 in 42 ms']);
  });

  it('writes why there was no answer, and passes that on', async () => {
    const error = new CloudError({ kind: 'network', code: 'ECONNRESET', message: 'socket hang up' });
    const { transport, log } = logged(() => Promise.reject(error));
    await assert.rejects(transport.send(request), error);
    assert.deepEqual(log.lines, [
      'debug POST https://h.example.com/v2/list DescribeDownloadTask: network ECONNRESET: socket hang up after 0 ms',
    ]);
  });

  it('writes of a fault that is none of ours too', async () => {
    const { transport, log } = logged(() => Promise.reject(new TypeError('bad')));
    await assert.rejects(transport.stream(request), /bad/);
    assert.match(log.lines[0] ?? '', /: TypeError: bad after 0 ms$/);
  });

  it('shows no query, no header, no body and no user', async () => {
    const { transport, log } = logged(slow({ headers: { 'x-subject-token': 'planted' }, body: 'planted' }));
    await transport.send(request);
    await transport.stream(request);
    assert.equal(log.lines.length, 2);
    assert.doesNotMatch(log.lines.join(), /planted|pass/);
  });

  it('passes request, options and answer on untouched', async () => {
    const { transport, inner } = logged(slow({ status: 418, body: 'tea' }));
    const answer = await transport.send(request);
    assert.equal(inner.last, request);
    assert.deepEqual([answer.status, answer.body.toString()], [418, 'tea']);
  });
});

import assert from 'node:assert/strict';
import { objectProblem } from '../../../src/clouds/baidu/objectErrors';
import { answerOf } from '../../fakes/transport';

const problem = (status: number, code: string) =>
  objectProblem(answerOf({ status, body: { code, message: 'm', requestId: 'R' } }), 'bls');

describe('BOS errors', () => {
  for (const status of [400, 403]) {
    it(`call a link expired that is, under ${status} as well, and not the clock wrong`, () =>
      assert.deepEqual(problem(status, 'RequestExpired'), {
        ...{ kind: 'permission', reason: 'linkExpired', cloud: 'baidu', service: 'bls' },
        ...{ status, code: 'RequestExpired', message: 'm', requestId: 'R' },
      }));
  }

  for (const code of ['SignatureDoesNotMatch', 'InvalidAccessKeyId']) {
    it(`do not blame the account’s credential for ${code}: it is the link’s`, () => {
      const { kind, reason } = problem(403, code);
      assert.deepEqual([kind, reason], ['permission', undefined]);
    });
  }

  it('leave the rest as it is', () => {
    assert.equal(problem(404, 'NoSuchKey').kind, 'notFound');
    assert.equal(problem(503, 'ServiceUnavailable').kind, 'server');
    const page = objectProblem(answerOf({ status: 502, body: '<title>Bad Gateway</title>' }), 'bls');
    assert.deepEqual([page.kind, page.reason, page.page], ['server', 'foreignAnswer', 'Bad Gateway']);
  });
});

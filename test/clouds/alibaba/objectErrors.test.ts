import assert from 'node:assert/strict';
import fc from 'fast-check';
import { objectProblem } from '../../../src/clouds/alibaba/objectErrors';
import oss from '../../answers/ossErrors.json';
import { anyAnswer, assertWhole } from '../../fakes/errorAnswers';
import { answerOf } from '../../fakes/transport';

describe('OSS errors', () => {
  it('reads an expired link', () =>
    assert.deepEqual(objectProblem(answerOf({ status: 403, body: oss.expired }), 'cloudFirewall'), {
      kind: 'permission',
      cloud: 'alibaba',
      service: 'cloudFirewall',
      status: 403,
      code: 'AccessDenied',
      message: 'Request has expired.',
      reason: 'linkExpired',
      requestId: '5C3D9175B6FC201293AD4C4B',
    }));

  for (const [xml, reason] of [
    ['<EC>0002-00000069</EC>', 'linkExpired'],
    ['<EC>0002-00000236</EC>', 'linkExpired'],
    ['<Message>Request has expired, as of now.</Message>', 'linkExpired'],
    ['<Message>No: Request has expired.</Message>', undefined],
    ['<EC>0003-00000001</EC><Message>You have no right.</Message>', undefined],
  ] as const) {
    it(`says ${reason ?? 'nothing of the link'} of ${xml}`, () =>
      assert.equal(
        objectProblem(answerOf({ status: 403, body: `<Error>${xml}</Error>` }), 's').reason,
        reason,
      ));
  }

  it('knows an expired link by its code of either version, or by its words', () => {
    const reasonOf = (body: string) => objectProblem(answerOf({ status: 403, body }), 'cloudFirewall').reason;
    for (const EC of ['0002-00000069', '0002-00000236']) {
      assert.equal(reasonOf(`<Error><Code>AccessDenied</Code><EC>${EC}</EC></Error>`), 'linkExpired');
    }
    assert.equal(reasonOf('<Error><Message>Request has expired.</Message></Error>'), 'linkExpired');
    assert.equal(reasonOf('<Error><Message>No. Request has expired.</Message></Error>'), undefined);
    assert.equal(reasonOf('<Error><EC>0002-00000040</EC></Error>'), undefined);
  });

  it('passes nothing on of what a signature error quotes', () => {
    const found = objectProblem(answerOf({ status: 403, body: oss.signature }), 'cloudFirewall');
    assert.equal(found.code, 'SignatureDoesNotMatch');
    assert.ok(!JSON.stringify(found).includes('planted'));
  });

  for (const [status, body, kind] of [
    [400, '', 'protocol'],
    [404, '<Error><Code>NoSuchKey</Code></Error>', 'notFound'],
    [412, '', 'protocol'],
    [500, '<html>', 'server'],
    [503, '', 'server'],
  ] as const) {
    it(`takes ${status} for ${kind}`, () => {
      const found = objectProblem(
        answerOf({ status, body, headers: { 'x-oss-request-id': 'R' } }),
        'cloudFirewall',
      );
      assert.deepEqual(
        [found.kind, found.message, found.requestId],
        [kind, `The server of the file answered ${status}.`, 'R'],
      );
    });
  }

  it('makes a whole problem of any answer', () =>
    fc.assert(fc.property(anyAnswer, answer => assertWhole(objectProblem(answer, 's'), answer))));
});

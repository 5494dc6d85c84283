import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import {
  ArgumentError,
  CloudError,
  errorKinds,
  isArgumentError,
  isCloudError,
  isCredentialRefused,
  placed,
} from '../../src/core/errors';
import { isRefusal, Refusal } from '../../src/core/refusal';

/** What an error of another bundle's copy of the class looks like. */
const foreign = (name: string, more: object = {}) => Object.assign(new Error('x'), { name, ...more });

describe('CloudError', () => {
  it('says kind, code and message', () => {
    const { message } = new CloudError({ kind: 'auth', code: 'Inactive', message: 'no' });
    assert.equal(message, 'auth Inactive: no');
    assert.equal(new CloudError({ kind: 'network', message: 'no' }).message, 'network: no');
  });

  it('is told by shape, because each bundle has its own class', () => {
    assert.ok(isCloudError(new CloudError({ kind: 'auth', message: '' })));
    assert.ok(isCloudError(foreign('CloudError', { problem: { kind: 'auth' } })));
  });

  for (const other of [
    foreign('CloudError'),
    foreign('Error', { problem: {} }),
    { name: 'CloudError', problem: {} },
    new ArgumentError('f', { kind: 'empty' }),
    null,
    undefined,
    'CloudError',
  ]) {
    it(`is not ${inspect(other, { compact: true }).slice(0, 60)}`, () => assert.ok(!isCloudError(other)));
  }
});

describe('isCredentialRefused', () => {
  it('is so where the cloud says no to the credential itself, and nowhere else', () => {
    const refused = errorKinds.filter(kind => isCredentialRefused({ kind, message: '' }));
    assert.deepEqual(refused, ['auth', 'expiredCredential']);
    assert.equal(isCredentialRefused(undefined), false);
  });
});

describe('placed', () => {
  const network = new CloudError({ kind: 'network', message: 'm' });
  const problemOf = (error: unknown) => (isCloudError(error) ? error.problem : error);

  it('adds the place to an error that names none', () =>
    assert.deepEqual(problemOf(placed(network, { service: 's', region: 'r' })), {
      kind: 'network',
      message: 'm',
      service: 's',
      region: 'r',
    }));

  it('adds no empty region', () =>
    assert.deepEqual(problemOf(placed(network, { service: 's', region: '' })), {
      kind: 'network',
      message: 'm',
      service: 's',
    }));

  it('adds what is missing and changes nothing that is there', () => {
    const error = (problem: object) => new CloudError({ kind: 'auth', message: 'm', ...problem });
    const place = { cloud: 'c', service: 's', region: 'r' };
    for (const [named, whole] of [
      [{}, place],
      [{ service: 's' }, place],
      [
        { service: 's', region: 'q' },
        { ...place, region: 'q' },
      ],
      [
        { cloud: 'b', service: 's' },
        { ...place, cloud: 'b' },
      ],
      // Elsewhere: another service's region is not known.
      [{ service: 'iam' }, { cloud: 'c', service: 'iam' }],
    ] as const)
      assert.deepEqual(problemOf(placed(error(named), place)), { kind: 'auth', message: 'm', ...whole });
  });

  it('leaves an error that names its place, and every other error', () => {
    const named = new CloudError({ kind: 'auth', message: 'm', service: 'iam' });
    const other = new TypeError('x');
    assert.equal(placed(named, { service: 's', region: 'r' }), named);
    assert.equal(placed(network, {}), network);
    assert.equal(placed(other, { service: 's' }), other);
  });
});

describe('ArgumentError', () => {
  it('says the field and what is wrong, not its value', () => {
    const error = new ArgumentError('endpoints.hss', { kind: 'region', value: 'my-secret' });
    assert.equal(error.message, 'endpoints.hss: region');
    assert.deepEqual([error.field, error.problem], ['endpoints.hss', { kind: 'region', value: 'my-secret' }]);
  });

  it('is told by its name', () => {
    assert.ok(isArgumentError(new ArgumentError('f', { kind: 'empty' })));
    assert.ok(isArgumentError(foreign('ArgumentError')));
    assert.ok(!isArgumentError(foreign('TypeError')));
    assert.ok(!isArgumentError({ name: 'ArgumentError' }));
  });
});

describe('Refusal', () => {
  it('is told by its name and keeps its reason', () => {
    const refusal = new Refusal({ kind: 'unknownTask', key: 'k' });
    assert.ok(isRefusal(refusal));
    assert.ok(isRefusal(foreign('Refusal')));
    assert.ok(!isRefusal(foreign('Error')));
    assert.ok(!isRefusal({ name: 'Refusal' }));
    assert.deepEqual([refusal.message, refusal.reason], ['unknownTask', { kind: 'unknownTask', key: 'k' }]);
  });
});

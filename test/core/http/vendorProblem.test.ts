import assert from 'node:assert/strict';
import fc from 'fast-check';
import { undocumented, vendorProblem, type VendorAnswer } from '../../../src/core/http/vendorProblem';
import { leaked, quoting, secret } from '../../fakes/secrets';

const bare: VendorAnswer = {
  cloud: 'c',
  kind: 'server',
  service: 's',
  status: 500,
  message: undefined,
  code: undefined,
  requestId: undefined,
};

const whole: VendorAnswer = {
  ...bare,
  message: 'no',
  code: 'E',
  requestId: 'R',
  retryAfter: 1,
  reason: 'clock',
  page: 'P',
};

describe('vendorProblem', () => {
  it('has all that the vendor said', () =>
    assert.deepEqual(vendorProblem(whole, []), {
      kind: 'server',
      cloud: 'c',
      service: 's',
      status: 500,
      message: 'no',
      reason: 'clock',
      code: 'E',
      requestId: 'R',
      retryAfter: 1,
      page: 'P',
    }));

  it('takes no wish of more than a day in earnest', () => {
    const wish = (retryAfter: number) => vendorProblem({ ...bare, retryAfter }, []).retryAfter;
    assert.deepEqual([86_400_000, 86_400_001, Infinity].map(wish), [86_400_000, 86_400_000, 86_400_000]);
  });

  it('leaves out what it did not say, and says in our words that it said nothing', () => {
    const silent = {
      kind: 'server',
      cloud: 'c',
      service: 's',
      status: 500,
      reason: 'foreignAnswer',
      message: 'The answer is not one of this service.',
    };
    assert.deepEqual(vendorProblem(bare, []), silent);
    const empty = { message: '', code: '', requestId: '', retryAfter: 0, reason: undefined, page: '' };
    assert.deepEqual(vendorProblem({ ...bare, ...empty }, []), silent);
  });

  it('gives the reason that it was told, rather than that there were no words', () =>
    assert.equal(vendorProblem({ ...bare, reason: 'clock' }, []).reason, 'clock'));

  for (const retryAfter of [-1, 0, NaN, undefined]) {
    it(`asks for no wait of ${retryAfter}`, () =>
      assert.ok(!('retryAfter' in vendorProblem({ ...whole, retryAfter }, []))));
  }

  it('hides the secrets in each text of the vendor’s', () =>
    fc.assert(
      fc.property(
        fc.constantFrom('message', 'code', 'requestId', 'page'),
        fc.array(secret, { minLength: 1, maxLength: 3 }),
        quoting,
        (field, secrets, quote) => {
          const said = { ...whole, [field]: `x ${secrets.map(quote).join(' ')} y` };
          const found = vendorProblem(said, secrets)[field] ?? '';
          assert.match(found, /^x •••( •••)* y$/);
          assert.deepEqual(leaked(found, secrets), []);
        },
      ),
    ));
});

describe('undocumented', () => {
  it('says that a success has another form than is documented, and whose it was', () => {
    const head = { status: 200, headers: {} };
    const said = {
      kind: 'protocol',
      service: 's',
      status: 200,
      reason: 'undocumentedAnswer',
      message: 'The answer does not have the form that is documented.',
    };
    assert.deepEqual(undocumented('s', head, undefined, []), said);
    assert.deepEqual(undocumented('s', head, 'R planted', ['planted']), { ...said, requestId: 'R •••' });
  });
});

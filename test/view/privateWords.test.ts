import assert from 'node:assert/strict';
import { privateWords, withoutPrivate } from '../../src/view/privateWords';
import { accountOf, taskOf } from '../fakes/tasks';
import { worldOf } from '../fakes/world';

const account = accountOf({
  id: 'a-1234',
  label: 'Customer Ltd',
  enterpriseProjectId: 'enterprise-1',
  projectIds: { r1: 'project-1' },
  endpoints: { exports: 'https://{region}.logs.corp.internal:8443' },
  tracked: [{ service: 'exports', region: 'r1', id: 'tracked-1', name: 'weak servers' }],
});
const world = worldOf({
  accounts: [account, accountOf({ label: 'ab' })],
  tasks: [taskOf('task-77', { account: 'a-1234', name: 'Payroll', file: { name: 'pay.csv' } })],
});
const clean = (text: string) => withoutPrivate(text, privateWords(world, '/home/alice'), world);

describe('privateWords', () => {
  it('are what an account is called and what it is made of, and the home', () =>
    assert.deepEqual(privateWords(world, '/home/alice'), [
      ...['/home/alice', 'alice', 'a-1234', 'Customer Ltd', 'enterprise-1', 'project-1'],
      ...['logs.corp.internal', '8443', 'tracked-1', 'weak servers'],
    ]));
});

describe('withoutPrivate', () => {
  const hidden: [string, string][] = [
    ['a label', 'customer ltd'],
    ['a project', 'project-1'],
    ['a tracked task', 'tracked-1'],
    ['the id of a task', 'task-77'],
    ['the name of a task', 'Payroll'],
    ['the name of a file', 'pay.csv'],
    ['an endpoint', 'logs.corp.internal'],
    ['a host', 'intranet.example.com:3128'],
    ['an address', 'https://user@example.com/a/b?Signature=x'],
    ['an IPv4 address', '10.1.2.3:8080'],
    ['an IPv6 address', 'fe80:0:0:0:1:2:3:4'],
    ['loopback', '::1'],
    ['the number of an account', '1234567890123456'],
    ['a UUID', '0f8fad5b-d9cb-469f-a165-70867728950e'],
    ['an id in hex', '05041fffa40025702f6dc009cc6f8f33'],
    ['a path', '/home/alice/secret/file.csv'],
    ['a path of Windows', 'C:\\Users\\alice\\x'],
    ['the name of the user', 'alice'],
  ];
  for (const [what, text] of hidden)
    it(`hides ${what}`, () => assert.equal(clean(`Before ${text} after`), 'Before ••• after'));

  const kept = [
    'User is not authorized to do cdn:DescribeRefreshTasks',
    'InvalidAccessKeyId.NotFound',
    'SignatureDoesNotMatch',
    'ECONNREFUSED',
    'The answer took too long.',
    'Throttling.User: 20 requests a second',
  ];
  for (const text of kept) it(`keeps “${text}”`, () => assert.equal(clean(text), text));
});

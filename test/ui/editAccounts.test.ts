import assert from 'node:assert/strict';
import { readStoredState } from '../../scripts/lib/editor/storedState.mjs';
import { asText } from '../../scripts/lib/demo/tree.mjs';
import { systemClock } from '../../src/core/clock';
import { answerWith } from '../../src/simulator/faults';
import type { SimulatorServer } from '../../src/simulator/server';
import { credentials, endpointsOf, manyTasks, startCloud } from '../harness/simulators';
import { Desk } from './desk';

const newKey = { accessKeyId: 'PLANTEDnewKey1', secretAccessKey: 'PLANTEDnewSecret2' };

describe('an account that is edited by keyboard', () => {
  let server: SimulatorServer;
  let desk: Desk;

  before(async () => {
    desk = await Desk.open();
    server = await startCloud(
      'baidu',
      {
        credentials: [credentials.baidu, { kind: 'accessKey', ...newKey }],
        tasks: manyTasks('bls', 2, Date.now() - 3600_000),
      },
      systemClock,
    );
    await desk.run('cloudTasks.addAccount', {
      cloud: 'baidu',
      label: 'first name',
      credential: credentials.baidu,
      endpoints: endpointsOf('baidu', server.origin),
      regions: ['bj'],
    });
    await desk.openView();
  });
  afterEach(function () {
    if (this.currentTest?.state === 'failed') return desk.picture(`failed ${this.currentTest.title}`);
    return undefined;
  });
  after(async () => {
    await desk.close();
    await server.close();
  });

  const treeHas = (text: string) => desk.treeWhere(rows => asText(rows).includes(text));
  const key = (name: string) => desk.page.keyboard.press(name);
  /** Chooses what begins so from the list that is open: typed, then Enter. */
  const choose = (list: string, label: string) => desk.answer(list, label);

  it('is renamed, and the list of what can be changed comes back until Esc', async () => {
    await treeHas('▾ Baidu AI Cloud  first name');
    await desk.palette('Cloud Tasks: Edit Account…');
    await desk.inputFor('Choose what to change');
    await desk.picture('edit-account');
    await choose('Choose what to change', 'Name');
    await desk.answer('Name of the account', 'second name');
    await desk.inputFor('Choose what to change');
    await key('Escape');
    await treeHas('▾ Baidu AI Cloud  second name');
  });

  it('keeps its credential when the new one is refused, and takes one that is let in', async () => {
    const enter = async (accessKeyId: string, secretAccessKey: string) => {
      await desk.palette('Cloud Tasks: Replace Credential…');
      await choose('Choose the kind of credential', 'Access key');
      await desk.answer('Access Key ID', accessKeyId);
      const secret = await desk.inputFor('Secret Access Key');
      assert.equal(await secret.getAttribute('type'), 'password');
      await desk.answer('Secret Access Key', secretAccessKey);
    };
    await enter('PLANTEDwrongKey3', 'PLANTEDwrongSecret4');
    await desk.page.getByText('The credential of “second name” was not replaced.').first().waitFor();
    await desk.page.getByRole('button', { name: 'Replace Anyway' }).waitFor();
    await desk.picture('credential-refused');
    await desk.run('notifications.clearAll');
    await enter(newKey.accessKeyId, newKey.secretAccessKey);
    await desk.page
      .getByText('“second name” has a new credential. Log Service (BLS) bj: 2 tasks')
      .first()
      .waitFor();
    await desk.run('notifications.clearAll');
  });

  it('is disabled, keeps its rows and says of when they are, and is enabled by the button of its row', async () => {
    await desk.palette('Cloud Tasks: Disable Account');
    const rows = await treeHas('▾ Baidu AI Cloud  second name · disabled, as of ');
    assert.match(asText(rows), /Succeeded {2}2/);
    await desk.page.locator('.monaco-list-row .codicon-circle-slash').first().waitFor();
    await desk.row('Baidu AI Cloud').hover();
    await desk.picture('account-disabled');
    await desk.row('Baidu AI Cloud').getByRole('button', { name: 'Enable Account' }).click();
    await desk.treeWhere(seen => !asText(seen).includes('disabled'));
  });

  it('is tested, and what is missing is told with the policy that gives it', async () => {
    server.intercept(() => answerWith(403, { code: 'AccessDenied', message: 'no', requestId: 'R-5' }));
    await desk.palette('Cloud Tasks: Test Account');
    await desk.inputFor('How each service answered');
    await desk.quickInput.getByText('access denied (AccessDenied)').first().waitFor();
    await desk.picture('test-account');
    server.intercept(undefined);
    await choose('How each service answered', 'Copy Policy');
    await desk.page.getByText('A policy with what “second name” needs was copied.').first().waitFor();
  });

  it('leaves no secret in the stored state or on the page', async () => {
    const state = (await readStoredState(desk.page))
      .split('\n')
      .filter(line => !line.startsWith('localStorage secrets.provider')); // sealed
    assert.ok(state.some(line => line.includes('second name')));
    assert.doesNotMatch(state.join('\n') + (await desk.page.content()), /PLANTED/);
  });
});

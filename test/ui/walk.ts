import type { Desk } from './desk';

interface Walk {
  readonly desk: () => Desk;
  /** The account of the log service that is added on the way. */
  readonly account: () => {
    readonly origin: string;
    readonly label: string;
    readonly credential: { readonly accessKeyId: string; readonly secretAccessKey: string };
  };
  /** Their names: one has a file. */
  readonly tasks: { readonly finished: string; readonly running: string };
  /** Looks at what is on the screen. @param place where the user stands */
  readonly look: (place: string) => Promise<void>;
}

/** Tests that go, in any language, where texts of ours are, and have them looked at on the way. */
export function walk({ desk, account, tasks, look }: Walk): void {
  const press = async (...keys: string[]) => {
    for (const key of keys) await desk().page.keyboard.press(key);
  };
  const say = (key: string) => desk().say(key);
  const code = (english: string, ...args: (string | number)[]) => desk().say.code(english, ...args);

  /** Runs a command of the palette for this task. */
  const fromPalette = async (command: string, task: string) => {
    await desk().palette(`${say('displayName')}: ${say(command)}`);
    await desk().pick(code('Choose a task'), task);
  };

  it('welcomes', async () => {
    await desk()
      .page.getByRole('button', { name: code('Add Account'), exact: true })
      .first()
      .waitFor();
    await look('welcome');
  });

  it('guides to an account by the keyboard', async () => {
    const { origin, label, credential } = account();
    const step = async (expected: string, text?: string) => {
      const box = await desk().inputFor(expected);
      await look(expected);
      if (text !== undefined) await box.fill(text);
      await press('Enter');
    };
    const choose = async (expected: string, item: string) => {
      const box = await desk().inputFor(expected);
      await look(expected);
      await box.pressSequentially(item);
      await press('Enter');
    };
    const service = code('Log Service (BLS)');
    await desk().run('cloudTasks.tasks.focus');
    await desk()
      .page.getByRole('button', { name: code('Add Account'), exact: true })
      .first()
      .focus();
    await press('Enter');
    await choose(code('Choose the cloud'), code('Baidu AI Cloud'));
    await choose(code('Choose the kind of credential'), code('Access key'));
    await step(code('Access Key ID'), '');
    await desk().quickInput.getByText(code('This must not be empty.')).waitFor();
    await step(code('Access Key ID'), credential.accessKeyId);
    await step(code('Secret Access Key'), credential.secretAccessKey);
    await step(code('Choose the regions to watch'));
    await choose(
      code('Choose where the account lives'),
      code('Private or partner cloud, with endpoints of its own…'),
    );
    const endpoint = code(
      'Endpoint of {0}, such as https://example.com; {1} stands for the region. Empty = the public one.',
      service,
      '{region}',
    );
    await step(endpoint, origin);
    await step(code('Name of the account in Cloud Tasks'), label);
    await desk().row(tasks.finished).waitFor();
    await look('added');
    await desk().run('notifications.clearAll');
  });

  it('shows groups, rows and the status bar', async () => {
    await desk().row(code('Running')).waitFor();
    await desk().row(code('Succeeded')).waitFor();
    await desk().row(code('Baidu AI Cloud')).waitFor();
    await desk().statusBar.waitFor();
    await look('tree');
  });

  it('says in a tooltip what is known of a task', async () => {
    await desk().tooltip(desk().row(tasks.finished), code('Task id'));
    await look('tooltip');
    await desk().mouseAway();
  });

  it('offers what can be done with a task', async () => {
    await desk().openMenu(desk().row(tasks.finished), say('command.showDetails'));
    await look('menu');
    await desk().menuItem(say('menu.copyAs')).hover();
    await desk().menuItem(say('command.copyAsCurl')).waitFor();
    await look('submenu');
    await press('Escape', 'Escape');
  });

  for (const [command, placeholder] of [
    ['groupBy', 'Group tasks by'],
    ['sortBy', 'Sort tasks by'],
    ['filterTasks', 'Type a part of the name, id or file; choose what else has to fit'],
    ['findTask', 'Find a task by its name, id or file'],
  ] as const)
    it(`asks in the list of ${command}`, async () => {
      await desk().palette(`${say('displayName')}: ${say(`command.${command}`)}`);
      await desk().inputFor(code(placeholder));
      await look(command);
      await press('Escape');
    });

  it('groups anew, and says which filter is on', async () => {
    await desk().palette(`${say('displayName')}: ${say('command.groupBy')}`);
    await desk().pick(code('Group tasks by'), code('No groups'));
    await desk().run('cloudTasks.filterTasks', { statuses: ['running'] });
    await desk().treeWhere(rows => rows.length === 1);
    await look('filter');
    await desk().run('cloudTasks.clearFilter');
    await desk().row(tasks.finished).waitFor();
  });

  it('downloads, and lists what is downloaded', async () => {
    await fromPalette('command.download', tasks.finished);
    const pane = desk().page.locator(`.pane:has(> .pane-header[aria-label^="${say('view.downloads')}"])`);
    await pane.locator('.label-description', { hasText: code('just now') }).waitFor();
    await fromPalette('command.downloadWhenFinished', tasks.running);
    await pane.locator('.label-description', { hasText: code('when its task is finished') }).waitFor();
    await look('downloads');
    await desk().openMenu(pane.locator('.monaco-list-row').first(), say('command.removeDownload'));
    await look('menu of a download');
    await press('Escape');
    await desk().run('notifications.clearAll');
  });

  it('shows a task’s details', async () => {
    await desk().menu(tasks.finished, say('command.showDetails'));
    await desk().page.locator('.tabs-container .tab').first().waitFor();
    await look('details');
  });
}

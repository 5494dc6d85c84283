import * as vscode from 'vscode';
import type { Log } from '../core/cloud';
import type { Problem } from '../core/errors';
import { errorText, type Where } from '../view/errorText';
import type { World } from '../view/world';
import { showMessage } from './messages';

/** Makes a sentence of an error, and shows it. */
export class Notifier {
  constructor(
    private readonly world: World,
    private readonly log: Log,
    private readonly showLog: () => void,
  ) {}

  /** The sentence a user reads. `account` is the id or label of the account that was asked for, where one was. */
  sentence(error: unknown, account?: string): string {
    return errorText(error, problem => this.where(problem, account));
  }

  /** Shows an error; one click opens the log. Does not wait for the user. */
  showError(error: unknown, account?: string): void {
    const text = this.sentence(error, account);
    const showLog = vscode.l10n.t('Show Log');
    this.log.error(text);
    void showMessage('error', text, showLog).then(choice => {
      if (choice === showLog) this.showLog();
    });
  }

  private where({ service, region }: Problem, account: string | undefined): Where {
    const known = this.world.accounts().find(({ id }) => id === account);
    // An account that is not stored yet is known by its label alone; ids of services are unique over the clouds.
    const services = this.world.clouds.flatMap(cloud => cloud.services);
    const label = services.find(({ id }) => id === service)?.label();
    return {
      account: known?.label ?? account ?? 'Cloud Tasks',
      service: label ?? service?.toUpperCase(),
      region,
    };
  }
}

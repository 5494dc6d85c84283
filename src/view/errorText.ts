import * as l10n from '@vscode/l10n';
import {
  isArgumentError,
  isCloudError,
  type ArgumentProblem,
  type ErrorKind,
  type Problem,
} from '../core/errors';
import { isRefusal, type RefusalReason } from '../core/refusal';
import { plain } from './escape';
import { joinList } from './format';
import { reasonText } from './reasonText';
import { statusLabel } from './statusText';
import { zipText } from './zipText';

/** Where a call failed, in the user's words. */
export interface Where {
  readonly account: string;
  readonly service?: string | undefined;
  readonly region?: string | undefined;
}

/** What happened, in one clause: by the reason where that tells more. */
function happened({ kind, reason }: Problem): string {
  if (reason === 'linkExpired') return l10n.t('the file was not handed out');
  if (reason === 'clock') return l10n.t('the clock of this computer is wrong');
  if (reason === 'severalProjects') return l10n.t('a project has to be chosen');
  return happenedBy(kind);
}

/** Complete over the kinds. */
function happenedBy(kind: ErrorKind): string {
  switch (kind) {
    case 'network':
      return l10n.t('the cloud could not be reached');
    case 'tls':
      return l10n.t('the server’s certificate is not trusted');
    case 'proxy':
      return l10n.t('there is no connection through the proxy');
    case 'timeout':
      return l10n.t('the cloud did not answer in time');
    case 'auth':
      return l10n.t('the credential was refused');
    case 'expiredCredential':
      return l10n.t('the credential has expired');
    case 'permission':
      return l10n.t('access denied');
    case 'notActivated':
      return l10n.t('the service is not activated for this account');
    case 'notFound':
      return l10n.t('the cloud does not know it (any more)');
    case 'throttled':
      return l10n.t('too many calls');
    case 'server':
      return l10n.t('the cloud has an internal error');
    case 'protocol':
      return l10n.t('the answer could not be used');
    case 'cancelled':
      return l10n.t('cancelled');
  }
}

/** What the user can do about it. */
function nextStep(kind: ErrorKind): string {
  switch (kind) {
    case 'network':
      return l10n.t('Check the network, the proxy and the account’s endpoint, then refresh.');
    case 'tls':
      return l10n.t('Add the authority’s certificate to the system, or check the account’s endpoint.');
    case 'proxy':
      return l10n.t('Check the settings “http.proxy” and “http.proxyAuthorization”.');
    case 'timeout':
      return l10n.t('Refresh to try again; if it lasts, check the proxy and the account’s endpoint.');
    case 'auth':
      return l10n.t(
        'Check the key and the clock of this computer. “Replace Credential…” gives an account another key.',
      );
    case 'expiredCredential':
      return l10n.t('“Replace Credential…” gives an account a new one.');
    case 'permission':
      return l10n.t('Ask the cloud’s administrator for the right to read these tasks: “Copy Policy” has it.');
    case 'notActivated':
      return l10n.t('Activate the service in the cloud’s console, or leave it out of the account.');
    case 'notFound':
      return l10n.t('Refresh to see what there is now.');
    case 'throttled':
      return l10n.t('Wait a little, then refresh.');
    case 'server':
      return l10n.t('Refresh later; if it lasts, give the request id to the cloud’s support.');
    case 'protocol':
      return l10n.t('Check the account’s endpoint; the log says more.');
    case 'cancelled':
      return '';
  }
}

/** What the user can do about this very problem, where its reason tells more than its kind. */
function nextStepOf({ kind, reason, status }: Problem): string {
  switch (reason) {
    case 'clock':
      return l10n.t('Set the clock of this computer, then refresh.');
    case 'locked':
      return l10n.t('Wait until it is unlocked, check the key, then refresh.');
    case 'linkExpired':
      return l10n.t('Try again: a new link is fetched each time.');
    case 'severalProjects':
      return l10n.t('Run the command “Choose Project…”.');
    default:
      return status !== undefined && status >= 300 && status < 400
        ? l10n.t(
            'Check the account’s endpoint: the server points elsewhere, and no credential is taken there.',
          )
        : nextStep(kind);
  }
}

/** One line for a row: `access denied (Forbidden.RAM)`. */
export const shortProblem = (problem: Problem): string =>
  problem.code ? l10n.t('{0} ({1})', happened(problem), plain(problem.code)) : happened(problem);

/** In whose words: ours, with what we know besides, or the vendor's. */
function told({ reason, message, clockSkew, page }: Problem): string {
  if (!reason) return message;
  const ours = clockSkew === undefined ? reasonText(reason) : clockText(clockSkew);
  const sentence = ours.replace(/[.。]$/, '');
  return page ? l10n.t('{0}: “{1}”', sentence, page) : sentence;
}

/**
 * By how much the clock is off, in minutes: no vendor minds less.
 *
 * @param skew milliseconds by which this computer's is ahead
 */
export function clockText(skew: number): string {
  const minutes = Math.max(1, Math.round(Math.abs(skew) / 60_000));
  return skew > 0
    ? l10n.t('The clock of this computer is {0} min ahead of the cloud’s.', minutes)
    : l10n.t('The clock of this computer is {0} min behind the cloud’s.', minutes);
}

/** The whole story: account, service, what happened, in whose words, and what to do next. */
export function problemText(problem: Problem, { account, service, region }: Where): string {
  const place = [account, service, region].filter(Boolean).map(part => plain(part ?? ''));
  const words = [problem.code, told(problem)].filter(Boolean).join(': ');
  const details = problem.requestId ? l10n.t('{0}; request id {1}', words, problem.requestId) : words;
  const sentence = l10n.t('{0}: {1} ({2}).', joinList(place), happened(problem), plain(details));
  const step = nextStepOf(problem);
  return step
    ? l10n.t({ message: '{0} {1}', args: [sentence, step], comment: ['Two sentences, one after the other'] })
    : sentence;
}

/** The sentence for anything that can be thrown at a command. */
export function errorText(error: unknown, where: (problem: Problem) => Where): string {
  if (isCloudError(error)) return problemText(error.problem, where(error.problem));
  if (isArgumentError(error))
    return l10n.t('“{0}” cannot be used. {1}', error.field, argumentText(error.problem));
  if (isRefusal(error)) return refusalText(error.reason);
  return l10n.t(
    'Something went wrong that should not: {0}',
    error instanceof Error ? error.message : String(error),
  );
}

/** Choices for a sentence: names from an archive may be many, and hold anything. */
function someOf(choices: readonly string[]): string {
  const shown = choices.slice(0, mostChoices).map(plain);
  return joinList([...shown, ...(choices.length > mostChoices ? ['…'] : [])]);
}

const mostChoices = 20;

/** What is wrong with an input, for a sentence that names the field before it. */
export function argumentText(problem: ArgumentProblem): string {
  switch (problem.kind) {
    case 'type':
      return l10n.t('It must be of type {0}.', problem.expected);
    case 'choice':
      return problem.choices.length > 0
        ? l10n.t('It must be one of {0}.', someOf(problem.choices))
        : l10n.t('It is not one of the values that are possible here.');
    case 'region':
      return l10n.t('“{0}” is not a region id.', plain(problem.value));
    case 'unknownField':
      return l10n.t('There is no such field.');
    case 'empty':
      return l10n.t('It must not be empty.');
    case 'invalid':
      return l10n.t('It is not valid.');
    case 'address':
      return l10n.t('It must be a web address such as https://example.com.');
    case 'https':
      return l10n.t('It must begin with https:// (http:// is for loopback addresses alone).');
    case 'userInfo':
      return l10n.t('It must not hold a user name or password.');
    case 'origin':
      return l10n.t('It must be a scheme, a host and a port alone, without a path.');
    case 'taskId':
      return l10n.t('A task id has 1 to 256 letters, digits, “-” or “_”.');
    case 'filePath':
      return l10n.t('It must be a Uri or an absolute path.');
  }
}

function refusalText(reason: RefusalReason): string {
  switch (reason.kind) {
    case 'unknownTask':
      return l10n.t('There is no task “{0}”. Refresh, then choose it again.', plain(reason.key));
    case 'unknownAccount':
      return l10n.t('There is no account “{0}”.', plain(reason.account));
    case 'disabledAccount':
      return l10n.t(
        'The account “{0}” is disabled. Run the command “Enable Account” first.',
        plain(reason.account),
      );
    case 'notFinished':
      return l10n.t(
        '“{0}” is not finished ({1}). Its file can be had when it is.',
        plain(reason.task),
        statusLabel(reason.status),
      );
    case 'noFile':
      return l10n.t('“{0}” has no file that can be downloaded.', plain(reason.task));
    case 'noLink':
      return l10n.t(
        '“{0}” has no link that can be shared: this cloud hands its file out to signed-in callers alone. Download it instead.',
        plain(reason.task),
      );
    case 'noConsole':
      return l10n.t(
        'No page of a web console is known for the account “{0}”. There is none for accounts with endpoints of their own, as in a private cloud or the demo.',
        plain(reason.account),
      );
    case 'notTracked':
      return l10n.t('This service lists its tasks by itself: there is no need to track one.');
    case 'unknownDownload':
      return l10n.t('There is no such download any more.');
    case 'unknownFilter':
      return l10n.t('There is no saved filter “{0}”.', plain(reason.name));
    case 'fileGone':
      return l10n.t('“{0}” is not there any more. Download it again.', reason.path);
    case 'noFolder':
      return l10n.t(
        'This editor cannot show folders of the computer it runs on. The file is “{0}”.',
        reason.path,
      );
    case 'zip':
      return zipText(reason.reason, plain(reason.name));
    case 'unreadable':
      return l10n.t('“{0}” cannot be read ({1}).', plain(reason.path), reason.code);
    case 'file':
      return fileText(reason.code, reason.path);
    case 'noPage':
      return l10n.t('There is no page of a large text file in front. Open one first.');
  }
}

function fileText(code: string, path: string): string {
  switch (code) {
    case 'ENOSPC':
    case 'EDQUOT':
      return l10n.t('The disk is full: “{0}” was not written. Make room and try again.', path);
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return l10n.t('“{0}” may not be written ({1}). Choose another folder.', path, code);
    case 'ENOENT':
    case 'ENOTDIR':
      return l10n.t('The folder of “{0}” is not there. Choose another one.', path);
    case 'EEXIST':
      return l10n.t('“{0}” and all its numbered names are taken. Choose another name.', path);
    default:
      return l10n.t('“{0}” could not be read or written ({1}).', path, code);
  }
}

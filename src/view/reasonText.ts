import * as l10n from '@vscode/l10n';
import type { Reason } from '../core/reasons';

/** What went wrong in our own words; complete over the reasons. */
export function reasonText(reason: Reason): string {
  switch (reason) {
    case 'noCredential':
      return l10n.t('There is no credential stored for it.');
    case 'secretStorage':
      return l10n.t('The secret storage of the editor does not answer.');
    case 'badEndpoint':
      return l10n.t('The endpoint of the account cannot be used.');
    case 'noFile':
      return l10n.t('The task has no file.');
    case 'goneFromList':
      return l10n.t('The task is gone from the list.');
    case 'notAnAddress':
      return l10n.t('The object path of this task is not a web address.');
    case 'linkNotSecure':
      return l10n.t('The link to the file is not an HTTPS address.');
    case 'linkExpired':
      return l10n.t('The link to the file has expired.');
    case 'noLink':
      return l10n.t('There is no link in the reply.');
    case 'foreignAnswer':
      return l10n.t('The answer is not one of this service.');
    case 'undocumentedAnswer':
      return l10n.t('The answer does not have the form that is documented.');
    case 'tooSlow':
      return l10n.t('The answer took too long.');
    case 'tooLarge':
      return l10n.t('The answer is too large.');
    case 'notZip':
      return l10n.t('The answer is not a zip file.');
    case 'fileChanges':
      return l10n.t('The file changes again and again, or cannot be fetched in parts.');
    case 'badChecksum':
      return l10n.t('The file is not what the cloud says it is: its checksum differs.');
    case 'cutShort':
      return l10n.t('The connection ended before the file was whole.');
    case 'noToken':
      return l10n.t('There is no token in the answer.');
    case 'noProject':
      return l10n.t(
        'No project of this region was found: it was never used, or the right to see it is missing.',
      );
    case 'proxyAddress':
      return l10n.t('The address of the proxy cannot be used.');
    case 'proxyDown':
      return l10n.t('The proxy cannot be reached.');
    case 'proxyCredential':
      return l10n.t('The proxy asks for a user name and a password, or refuses those that it was given.');
    case 'proxyRefusal':
      return l10n.t('The proxy does not open a connection to this address.');
    case 'proxyCertificate':
      return l10n.t('The certificate of the proxy is not trusted.');
    case 'badEncoding':
      return l10n.t('The compressed answer is damaged.');
    case 'severalProjects':
      return l10n.t('There are several projects of this region: choose one.');
    case 'locked':
      return l10n.t('After too many failures the cloud has locked this credential for some minutes.');
    case 'clock':
      return l10n.t('The clock of this computer and the clock of the cloud differ too much.');
  }
}

import type { Problem } from './errors';

/**
 * What we say of a failure where no vendor and no system said anything, in English for the log; the view has each in
 * the user's language.
 */
const reasons = {
  noCredential: 'There is no credential stored for it.',
  secretStorage: 'The secret storage of the editor does not answer.',
  badEndpoint: 'The endpoint of the account cannot be used.',
  noFile: 'The task has no file.',
  goneFromList: 'The task is gone from the list.',
  notAnAddress: 'The object path of this task is not a web address.',
  linkNotSecure: 'The link to the file is not an HTTPS address.',
  linkExpired: 'The link to the file has expired.',
  noLink: 'There is no link in the reply.',
  foreignAnswer: 'The answer is not one of this service.',
  undocumentedAnswer: 'The answer does not have the form that is documented.',
  tooSlow: 'The answer took too long.',
  tooLarge: 'The answer is too large.',
  notZip: 'The answer is not a zip file.',
  fileChanges: 'The file changes again and again, or cannot be fetched in parts.',
  badChecksum: 'The file is not what the cloud says it is: its checksum differs.',
  cutShort: 'The connection ended before the file was whole.',
  noToken: 'There is no token in the answer.',
  noProject: 'No project of this region was found: it was never used, or the right to see it is missing.',
  proxyAddress: 'The address of the proxy cannot be used.',
  proxyDown: 'The proxy cannot be reached.',
  proxyCredential: 'The proxy asks for a user name and a password, or refuses those that it was given.',
  proxyRefusal: 'The proxy does not open a connection to this address.',
  proxyCertificate: 'The certificate of the proxy is not trusted.',
  badEncoding: 'The compressed answer is damaged.',
  severalProjects: 'There are several projects of this region: choose one.',
  locked: 'After too many failures the cloud has locked this credential for some minutes.',
  clock: 'The clock of this computer and the clock of the cloud differ too much.',
} as const;

export type Reason = keyof typeof reasons;

/** The part of a problem that says it in our words. */
export const inOurWords = (reason: Reason): Pick<Problem, 'message' | 'reason'> => ({
  reason,
  message: reasons[reason],
});

/**
 * What the workbench says of its own while tests run. It arrives through the same function as the tests' output, with
 * nothing to tell the two apart but the words.
 */
const starts = [
  '[AccountPolicyGate]',
  '[AgentHost',
  '[ChatModelSelection]',
  '[RemoteAgentHostProtocol]',
  '[Service Worker]',
  '[lifecycle]',
  '[reconnection-grace-time]',
  'ChatSessionStore:',
  'Creating a socket (renderer-',
  'Error creating chat editing session',
  'Ignoring fetching additional builtin extensions',
  'Resolved connection token (',
  'Resolving connection token (',
  'Updating additional builtin extensions cache',
];

// In the stack of an error of the workbench itself; one of the tests' comes from the extension host.
const ofWorkbench = '/workbench/workbench.js:';

/** @param {string} text */
export const isNoise = text => text.includes(ofWorkbench) || starts.some(start => text.startsWith(start));

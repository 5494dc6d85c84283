import { simulator } from '../../src/clouds/alibaba/simulator';
import type { SimulatorRequest, SimulatorWorld } from '../../src/core/cloud';
import { textOf } from './bits';

/** The parts of an Authorization header of ACS3-HMAC-SHA256. */
export const alibabaAuthorization =
  /Credential=(?<accessKeyId>[^,]+),SignedHeaders=(?<signedHeaders>[^,]+),Signature=(?<signature>.+)$/d;

/** Status and code of a refusal in JSON or XML, else the status alone; from a cloud that saw no request before. */
export function alibabaVerdict(world: SimulatorWorld, request: SimulatorRequest, now: number): string {
  const { status, text } = textOf(simulator.create(world).answer(request, now));
  const code = /"Code":"([^"]+)"|<Code>([^<]+)</.exec(text);
  return code ? `${status} ${code[1] ?? code[2]}` : String(status);
}

const mismatch = /^403 SignatureDoesNotMatch$/;
const incomplete = /^400 IncompleteSignature$/;
const either = /^(403 SignatureDoesNotMatch|400 IncompleteSignature)$/;

const always = {
  method: mismatch,
  path: mismatch,
  host: mismatch,
  'x-acs-action': mismatch,
  'x-acs-version': mismatch,
  'x-acs-date': /^(403 SignatureDoesNotMatch|400 InvalidTimeStamp\.(Expired|Format))$/,
  'x-acs-signature-nonce': mismatch,
  'x-acs-credentials-provider': mismatch,
  'x-acs-content-sha256': incomplete,
  authorization: incomplete,
  accessKeyId: /^(404 InvalidAccessKeyId\.NotFound|400 IncompleteSignature)$/,
  signedHeaders: either,
  signature: either,
};

const more = {
  // A broken percent escape cannot be read at all.
  query: /^(403 SignatureDoesNotMatch|400 InvalidParameter)$/,
  body: incomplete,
  'content-type': mismatch,
  'x-acs-accesskey-id': mismatch,
  'x-acs-security-token': /^400 InvalidSecurityToken\.MismatchWithAccessKey$/,
} as const;

/** What is said of a changed bit in each part that every request has, and in those that are named. */
export const alibabaRefusals = (...parts: (keyof typeof more)[]): Readonly<Record<string, RegExp>> => ({
  ...always,
  ...Object.fromEntries(parts.map(part => [part, more[part]])),
});

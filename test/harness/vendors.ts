import OpenApiUtil from '@alicloud/openapi-core/dist/utils';
import { AKSKSigner } from '@huaweicloud/huaweicloud-sdk-core/auth/AKSKSigner';
import { createHash } from 'node:crypto';
import { createRequire } from 'node:module';
import { testProject, type SignedRequest } from './simulators';

// Requests signed by the vendors' own code, so that a simulator is never judged by ours.

type Text = Readonly<Record<string, string>>;

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const encode = (text: string): string =>
  encodeURIComponent(text).replace(/[!'()*]/g, c => `%${c.charCodeAt(0).toString(16)}`);
const toQuery = (query: Text): string =>
  Object.entries(query)
    .map(([name, value]) => `${encode(name)}=${encode(value)}`)
    .join('&');
const target = (path: string, query: Text): string =>
  path + (Object.keys(query).length > 0 ? `?${toQuery(query)}` : '');
const seconds = (now: number): string => new Date(now).toISOString().replace(/\.\d+Z$/, 'Z');

export interface AlibabaCall {
  readonly host: string;
  readonly credential: Text;
  readonly now: number;
  readonly action: string;
  readonly version?: string;
  readonly query?: Text;
  readonly method?: string;
  readonly body?: string;
  /** Headers to sign and send besides the usual ones. */
  readonly headers?: Text;
}

export const firewallVersion = '2017-12-07';
export const cdnVersion = '2018-05-10';
let nonces = 0;

/** A call signed by @alicloud/openapi-core. */
export function signAlibaba(call: AlibabaCall): SignedRequest {
  const { host, credential, now, action, query = {}, method = 'POST', body = '' } = call;
  const token = credential['securityToken'];
  const headers: Record<string, string> = {
    host,
    accept: 'application/json',
    'x-acs-action': action,
    'x-acs-version': call.version ?? (action.includes('Refresh') ? cdnVersion : firewallVersion),
    'x-acs-date': seconds(now),
    'x-acs-signature-nonce': `nonce-${++nonces}`,
    'x-acs-content-sha256': sha256(body),
    ...(token ? { 'x-acs-security-token': token } : {}),
    ...call.headers,
  };
  const vendors = { method, pathname: '/', query, headers } as Parameters<
    typeof OpenApiUtil.getAuthorization
  >[0];
  const authorization = OpenApiUtil.getAuthorization(
    vendors,
    'ACS3-HMAC-SHA256',
    sha256(body),
    credential['accessKeyId'] ?? '',
    credential['accessKeySecret'] ?? '',
  );
  return { method, target: target('/', query), headers: { ...headers, authorization }, body };
}

/** The parts of the vendor's JavaScript that its types leave out. */
interface BaiduAuth {
  generateAuthorization(
    method: string,
    path: string,
    query: Text,
    headers: Text,
    unixSeconds: number,
    life: number,
    headersToSign?: readonly string[],
  ): string;
}
const vendorRequire = createRequire(__filename);
const Auth = vendorRequire('@baiducloud/sdk/src/auth') as new (ak: string, sk: string) => BaiduAuth;

export interface BaiduCall {
  readonly host: string;
  readonly credential: Text;
  readonly now: number;
  readonly method?: string;
  readonly path: string;
  readonly query?: Text;
  readonly body?: string;
  readonly headers?: Text;
  /** Seconds. */
  readonly life?: number;
  /** The vendor adds every `x-bce-*` header; its default set when absent. */
  readonly headersToSign?: readonly string[];
}

/** A request signed by @baiducloud/sdk. */
export function signBaidu(call: BaiduCall): SignedRequest {
  const { host, credential, now, method = 'GET', path, query = {}, body = '', life = 1800 } = call;
  const token = credential['sessionToken'];
  const headers: Record<string, string> = {
    host,
    'x-bce-date': seconds(now),
    ...(body
      ? {
          'content-type': 'application/json; charset=utf-8',
          'content-length': String(Buffer.byteLength(body)),
        }
      : {}),
    ...(token ? { 'x-bce-security-token': token } : {}),
    ...call.headers,
  };
  const auth = new Auth(credential['accessKeyId'] ?? '', credential['secretAccessKey'] ?? '');
  const unix = Math.floor(now / 1000);
  const authorization = auth.generateAuthorization(
    method,
    path,
    query,
    headers,
    unix,
    life,
    call.headersToSign,
  );
  return { method, target: target(path, query), headers: { ...headers, authorization }, body };
}

/** ListDownloadTask. */
export const baiduList = (
  call: Omit<BaiduCall, 'method' | 'path' | 'body'>,
  body: object = {},
): SignedRequest =>
  signBaidu({ ...call, method: 'POST', path: '/v2/logstore/download/list', body: JSON.stringify(body) });

export interface HuaweiCall {
  readonly host: string;
  readonly credential: Text;
  readonly now: number;
  readonly path: string;
  readonly query?: Text;
  readonly headers?: Text;
}

/** A GET signed by @huaweicloud/huaweicloud-sdk-core. */
export function signHuawei({
  host,
  credential,
  now,
  path,
  query = {},
  headers = {},
}: HuaweiCall): SignedRequest {
  const token = credential['securityToken'];
  const signed = AKSKSigner.sign(
    {
      endpoint: `http://${host}${path}`,
      method: 'GET',
      queryParams: query,
      headers: {
        'content-type': 'application/json',
        'X-Sdk-Date': seconds(now).replace(/[-:]/g, ''),
        ...(token ? { 'X-Security-Token': token } : {}),
        ...headers,
      },
    },
    { getAk: () => credential['accessKeyId'], getSk: () => credential['secretAccessKey'] } as never,
  );
  return { method: 'GET', target: target(path, query), headers: signed, body: '' };
}

/** The query of one export task, with the headers that HSS wants. */
export const huaweiTask = (
  call: Omit<HuaweiCall, 'path'>,
  id: string,
  project = testProject,
): SignedRequest =>
  signHuawei({
    ...call,
    path: `/v5/${project}/export-task/${id}`,
    query: { enterprise_project_id: 'all_granted_eps' },
    headers: { 'X-Project-Id': project, region: 'cn-north-4' },
  });

import * as z from 'zod/mini';
import { secretText } from '../../core/credential';

/** An access key; with a session token it is a temporary one (STS). */
export const BaiduCredential = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: secretText(),
  secretAccessKey: secretText(),
  sessionToken: z.optional(secretText()),
});
export type BaiduCredential = z.infer<typeof BaiduCredential>;

import * as z from 'zod/mini';
import { secretText } from '../../core/credential';

/** An access key; with a security token it is a temporary one (STS). */
export const AlibabaCredential = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: secretText(),
  accessKeySecret: secretText(),
  securityToken: z.optional(secretText()),
});
export type AlibabaCredential = z.infer<typeof AlibabaCredential>;

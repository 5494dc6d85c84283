import * as z from 'zod/mini';
import { filledText, headerText } from '../../core/arguments';

/** An access key; with a session token it is a temporary one (STS). */
export const BaiduCredential = z.strictObject({
  kind: z.literal('accessKey'),
  accessKeyId: headerText(),
  secretAccessKey: filledText(),
  sessionToken: z.optional(headerText()),
});
export type BaiduCredential = z.infer<typeof BaiduCredential>;

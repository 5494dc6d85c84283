import { createHash, createHmac } from 'node:crypto';

/** SHA-256 of the text's UTF-8 bytes, in lower-case hex. */
export const sha256Hex = (text: string): string => createHash('sha256').update(text).digest('hex');

/** HMAC-SHA256 over UTF-8 bytes, in lower-case hex. */
export const hmacSha256Hex = (key: string, text: string): string =>
  createHmac('sha256', key).update(text).digest('hex');

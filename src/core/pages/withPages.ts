import { FileBytes } from '../bytes';
import { readRefusal } from '../refusal';
import { TextPages } from './textPages';

/**
 * Opens a text file on disk for as long as its pages are used.
 *
 * @throws Refusal when the file cannot be read
 */
export async function withPages<T>(path: string, use: (pages: TextPages) => T | Promise<T>): Promise<T> {
  let file: FileBytes | undefined;
  try {
    file = await FileBytes.open(path);
    return await use(await TextPages.open(file));
  } catch (error) {
    throw readRefusal(error, path) ?? error;
  } finally {
    await file?.close();
  }
}

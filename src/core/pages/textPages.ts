import type { Bytes } from '../bytes';
import { decoderOf } from '../encoding';
import { detectEncoding, sampleBytes } from '../text';
import { countPages, pageStart, type PagedText } from './pageStart';

const defaultPageBytes = 1024 * 1024;

/**
 * A text of any size in pages that are read one by one. Put together in their order they are the text, without its byte
 * order mark; none has more than twice the bytes of a page.
 */
export class TextPages {
  /** How many there are: one at least, be it empty. */
  readonly count: number;

  private constructor(private readonly text: PagedText) {
    this.count = countPages(text);
  }

  /**
   * Looks at the first bytes alone.
   *
   * @param pageBytes what a page is to have: an even number of at least 4
   * @throws what reading throws
   */
  static async open(bytes: Bytes, pageBytes = defaultPageBytes): Promise<TextPages> {
    const encoding = detectEncoding(await bytes.read(0, sampleBytes));
    return new TextPages({ bytes, encoding, pageBytes });
  }

  /** The text of a page; the first is 1, and beyond the last one there is nothing. @throws what reading throws */
  async read(page: number): Promise<string> {
    const { bytes, encoding } = this.text;
    const start = await pageStart(this.text, page);
    const end = await pageStart(this.text, page + 1);
    return decoderOf(encoding).decode(await bytes.read(start, end - start));
  }
}

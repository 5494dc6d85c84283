/** Why nothing of what had come is of use: the file is another one by now, is damaged, or comes whole or not at all. */
export type NewBeginning = 'changed' | 'damaged' | 'noRanges';

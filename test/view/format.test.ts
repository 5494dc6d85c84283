import assert from 'node:assert/strict';
import fc from 'fast-check';
import {
  countRows,
  countTasks,
  formatBytes,
  formatCount,
  formatCountdown,
  formatDateTime,
  formatPercent,
  formatTime,
  formatUntil,
  joinParts,
} from '../../src/view/format';
import { chinese, english, now } from '../fakes/world';

/** Intl separates a time from its half of the day by a narrow blank in newer versions. */
const plainBlanks = (text: string) => text.replaceAll(/[\u202f\u00a0]/g, ' ');

describe('formatBytes', () => {
  for (const [bytes, en, zh] of [
    [0, '0 bytes', '0字节'],
    [1, '1 byte', '1字节'],
    [1023, '1,023 bytes', '1,023字节'],
    [1024, '1 kB', '1 kB'],
    [1536, '1.5 kB', '1.5 kB'],
    [24_617, '24 kB', '24 kB'],
    [10_188, '9.9 kB', '9.9 kB'],
    [25_395, '25 kB', '25 kB'],
    [1024 ** 2, '1 MB', '1 MB'],
    [1024 ** 3, '1 GB', '1 GB'],
    [1024 ** 4 * 2, '2 TB', '2 TB'],
    [1024 ** 5 * 3, '3,072 TB', '3,072 TB'],
  ] as const) {
    it(`writes ${bytes} as ${en}`, () => {
      assert.equal(plainBlanks(formatBytes(bytes, english)), en);
      assert.equal(plainBlanks(formatBytes(bytes, chinese)).replaceAll(' ', ''), zh.replaceAll(' ', ''));
    });
  }
});

describe('formatPercent', () => {
  for (const [share, text] of [
    [0, '0%'],
    [0.004, '0%'],
    [0.63, '63%'],
    [0.9937, '99%'],
    [0.9999, '99%'],
    [1, '100%'],
  ] as const) {
    it(`writes ${share} as ${text}`, () => {
      assert.equal(formatPercent(share, english), text);
      assert.equal(formatPercent(share, chinese), text);
    });
  }

  it('writes every whole percent as it is', () =>
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100 }), percent => {
        assert.equal(formatPercent(percent / 100, english), `${percent}%`);
      }),
      { numRuns: 101 },
    ));
});

describe('formatCountdown', () => {
  for (const [left, text, inChinese = text] of [
    [1, '0:01'],
    [1000, '0:01'],
    [1001, '0:02'],
    [59_001, '1:00'],
    [272_000, '4:32'],
    [3_599_000, '59:59'],
    [3_600_000, '1:00:00'],
    [3_872_000, '1:04:32'],
    [86_400_000, '24:00:00'],
    [86_400_001, '1 day', '1天'],
    [7 * 86_400_000, '7 days', '7天'],
  ] as const) {
    it(`writes ${left} as ${text}`, () => {
      assert.equal(formatCountdown(left, english), text);
      assert.equal(formatCountdown(left, chinese), inChinese);
    });
  }
});

describe('counts', () => {
  it('group thousands', () => assert.equal(formatCount(1_234_567, english), '1,234,567'));

  for (const [count, tasks, rows] of [
    [0, '0 tasks', '0 rows'],
    [1, '1 task', '1 row'],
    [2, '2 tasks', '2 rows'],
    [1000, '1,000 tasks', '1,000 rows'],
  ] as const) {
    it(`say ${tasks} and ${rows}`, () => {
      assert.equal(countTasks(count, english), tasks);
      assert.equal(countRows(count, english), rows);
    });
  }
});

describe('dates and times', () => {
  const date = new Date(now);

  it('are written in the user’s language and zone', () => {
    assert.equal(plainBlanks(formatDateTime(date, english)), 'Jan 2, 2026, 3:04:05 AM');
    assert.equal(plainBlanks(formatDateTime(date, chinese)), '2026年1月2日 11:04:05');
  });

  it('are short for what happened a little while ago', () => {
    assert.equal(plainBlanks(formatTime(date, english)), '3:04 AM');
    assert.equal(plainBlanks(formatTime(date, chinese)), '11:04');
  });

  it('are in the zone of the computer when none is given', () =>
    assert.equal(
      formatTime(date, { language: 'en' }),
      new Intl.DateTimeFormat('en', { timeStyle: 'short' }).format(date),
    ));
});

describe('formatUntil', () => {
  const second = 1000;
  const minute = 60 * second;
  const hour = 60 * minute;
  const day = 24 * hour;
  for (const [left, en, zh] of [
    [3 * day + hour, 'in 3 days', '3天后'],
    [day, 'in 1 day', '1天后'],
    [day - 1, 'in 23 hours', '23小时后'],
    [hour, 'in 1 hour', '1小时后'],
    [4 * minute + 59 * second, 'in 4 minutes', '4分钟后'],
    [minute - 1, 'in 59 seconds', '59秒钟后'],
    [0, 'in 0 seconds', '0秒钟后'],
    [-2 * hour - 1, '2 hours ago', '2小时前'],
    [-2 * day, '2 days ago', '2天前'],
  ] as const) {
    it(`writes ${left} ms as ${en}`, () => {
      assert.equal(formatUntil(new Date(now + left), now, english), en);
      assert.equal(
        formatUntil(new Date(now + left), now, chinese).replace('秒钟', '秒'),
        zh.replace('秒钟', '秒'),
      );
    });
  }
});

describe('joinParts', () => {
  it('leaves out what there is not', () => {
    assert.equal(joinParts(['a', undefined, '', 'b']), 'a · b');
    assert.equal(joinParts([]), '');
  });
});

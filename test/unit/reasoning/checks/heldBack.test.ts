// Twenty cases that were written after the checks were done, on code of other languages: not what they were made for.
import assert from 'node:assert/strict';
import { checkStep } from '../../../../src/core/reasoning/checks/checkStep';
import { readCode } from '../../../../src/core/reasoning/checks/knownCode';
import type { Excerpt } from '../../../../src/core/reasoning/run';

const java: Excerpt = {
  uri: 'file:///a',
  name: 'LruCache.java',
  languageId: 'java',
  firstLine: 30,
  symbol: 'put',
  before: '    private final Deque<K> order = new ArrayDeque<>();\n    private final int capacity;',
  text: `    public V put(K key, V value) {
        Objects.requireNonNull(key, "key");
        if (entries.containsKey(key)) {
            order.remove(key);
        } else if (entries.size() >= capacity) {
            K eldest = order.removeFirst();
            entries.remove(eldest);
            evictions++;
        }
        order.addLast(key);
        // Half a minute, as the caller expects.
        expiry.put(key, clock.millis() + 30_000L);
        return entries.put(key, value);
    }`,
};

const ruby: Excerpt = {
  uri: 'file:///b',
  name: 'slug.rb',
  languageId: 'ruby',
  firstLine: 5,
  symbol: 'slugify',
  text: `def slugify(title, max_length: 60)
  ascii = title.unicode_normalize(:nfkd).gsub(/[^\\x00-\\x7F]/, '')
  words = ascii.downcase.scan(/[a-z0-9]+/)
  slug = +''
  words.each do |word|
    candidate = slug.empty? ? word : "#{slug}-#{word}"
    break if candidate.length > max_length
    slug = candidate
  end
  slug.empty? ? 'untitled' : slug
end`,
};

const c: Excerpt = {
  uri: 'file:///c',
  name: 'crc.c',
  languageId: 'c',
  firstLine: 100,
  symbol: 'crc16',
  text: `uint16_t crc16(const uint8_t *bytes, size_t length)
{
    uint16_t crc = 0xFFFF;
    for (size_t i = 0; i < length; i++) {
        crc ^= (uint16_t)bytes[i] << 8;
        for (int bit = 0; bit < 8; bit++) {
            if (crc & 0x8000)
                crc = (crc << 1) ^ POLYNOMIAL;
            else
                crc <<= 1;
        }
    }
    return crc;
}`,
};

type Case = readonly [Excerpt, readonly [number, number], string, number | undefined, readonly string[]];

const cases: readonly Case[] = [
  [java, [31, 31], 'Rejects a null `key` with a `NullPointerException`.', undefined, []],
  [
    java,
    [32, 33],
    'If the key is already in `entries`, it is taken out of `order` so that it can be added again.',
    undefined,
    [],
  ],
  [
    java,
    [34, 37],
    'When the cache is full, the `eldest` key is removed and `evictions` goes up by 1.',
    undefined,
    [],
  ],
  [java, [39, 39], 'Calls `order.removeFirst()` to drop the `eldest` entry.', 35, []],
  [java, [41, 41], 'The entry expires after 30 seconds, that is `30000` ms.', undefined, []],
  [java, [41, 41], 'The entry expires after 60000 ms.', undefined, ['60000']],
  [java, [42, 42], 'Returns the `previousValue`, or `null` if there was none.', undefined, ['previousValue']],
  [
    java,
    [34, 37],
    'The `capacity` was set in the constructor; `evictionCount` is raised.',
    undefined,
    ['evictionCount'],
  ],
  [ruby, [6, 6], 'Normalises the `title` to NFKD and removes every non-ASCII character.', undefined, []],
  [
    ruby,
    [7, 7],
    'Scans the lower-case text for runs of `[a-z0-9]+` and keeps them as `words`.',
    undefined,
    [],
  ],
  [ruby, [8, 8], 'Loops over `words` and joins each `candidate` with a hyphen.', 9, []],
  [
    ruby,
    [10, 12],
    'Stops as soon as the `candidate` is longer than `max_length`, 60 by default.',
    undefined,
    [],
  ],
  [ruby, [14, 14], "Falls back to `'untitled'`; at most 80 characters are returned.", undefined, ['80']],
  [ruby, [7, 7], 'Uses `split_words` to cut the text.', undefined, ['split_words']],
  [c, [102, 102], 'Starts with all 16 bits set: 65535.', undefined, []],
  [c, [105, 105], 'Shifts each byte into the upper 8 bits of `crc`.', undefined, []],
  [
    c,
    [106, 107],
    'XORs with `POLYNOMIAL`, which is 0x1021, when the top bit (32768) is set.',
    undefined,
    ['0x1021'],
  ],
  [
    c,
    [107, 110],
    'If the highest bit is set, shifts left and applies the polynomial; else only shifts `crc` left by one.',
    undefined,
    [],
  ],
  [c, [112, 112], '返回 `crc`，即 `checksum` 的最终值。', undefined, ['checksum']],
  [c, [103, 103], '遍历 `bytes` 中的每个字节，共 `length` 个。', undefined, []],
];

describe('the check of a step, on cases that were held back', () => {
  for (const [excerpt, [first, last], text, elsewhere, invented] of cases) {
    it(text, () => {
      const marks = checkStep({ number: 1, lines: { first, last }, text }, readCode(excerpt));
      const found = marks.find(mark => mark.kind === 'elsewhere');
      const words = marks.flatMap(mark => (mark.kind === 'invented' ? mark.words : []));
      assert.deepEqual(
        { elsewhere: found?.lines.first, invented: words.map(word => word.text) },
        { elsewhere, invented },
      );
    });
  }
});

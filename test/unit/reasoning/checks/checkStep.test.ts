// What a step says against the code: alarms that must come, and those that must not.
import assert from 'node:assert/strict';
import { checkStep } from '../../../../src/core/reasoning/checks/checkStep';
import { readCode } from '../../../../src/core/reasoning/checks/knownCode';
import type { Excerpt } from '../../../../src/core/reasoning/run';
import { clamp, parse, retry, search } from './samples';

/** What a step on these lines is told: the line that it speaks of, and what is invented. */
type Case = readonly [
  lines: readonly [number, number] | undefined,
  text: string,
  elsewhere?: number | undefined,
  invented?: readonly string[],
];

function marks(excerpt: Excerpt, lines: Case[0], text: string) {
  const step = { number: 1, text, ...(lines ? { lines: { first: lines[0], last: lines[1] } } : {}) };
  const found = checkStep(step, readCode(excerpt));
  const elsewhere = found.find(mark => mark.kind === 'elsewhere');
  const invented = found.find(mark => mark.kind === 'invented');
  return {
    elsewhere: elsewhere?.lines.first,
    invented: invented ? invented.words.map(({ text: word }) => word) : [],
  };
}

const groups: readonly (readonly [string, Excerpt, readonly Case[]])[] = [
  [
    'a step that is about its lines',
    clamp,
    [
      [[10, 11], 'Defines `clamp_all`, which takes `values` and the bounds `low` and `high`.'],
      [[12, 13], 'Starts with an empty `result` list and an `overflow_count` of 0.'],
      [[14, 14], 'Loops over each `value` in `values`.'],
      [[15, 16], 'If `value < low`, appends `low` to `result` instead.'],
      [
        [17, 19],
        'Values above `high` are counted in `overflow_count` and replaced by the upper bound, 255 by default.',
      ],
      [[20, 21], 'Otherwise the value is kept: `result.append(value)`.'],
      // An `else` is about the condition that does not hold, and a body about its loop.
      [[20, 21], 'When neither `value < low` nor `value > high`, which is 255, keeps it.'],
      [[18, 18], 'A `value` above `high` is counted; `values` go on.'],
      [[22, 22], 'Returns a tuple of `result` and `overflow_count`.'],
      [[12, 13], 'Sets up `[]` and `0`.'],
      [[17, 19], 'Adds 1 to the overflow count.'],
      [[10, 11], 'The default range is 0 to 255, which has 256 values and fits in 8 bits.'],
    ],
  ],
  [
    'a step that runs ahead of its lines',
    clamp,
    [
      [
        [10, 10],
        'Appends `value` to `result` if it is in range, and counts the rest in `overflow_count`.',
        13,
      ],
      [[14, 14], 'Returns `overflow_count`.', 13],
      [[20, 21], 'Increments `overflow_count`.', 22],
    ],
  ],
  [
    'what is not in the code',
    clamp,
    [
      [[15, 16], 'Clips `value` to the `minimum_threshold`.', undefined, ['minimum_threshold']],
      [[22, 22], 'Returns `result` divided by 100.', undefined, ['100']],
      [[17, 19], 'Raises `high` to 512.', undefined, ['512']],
      [[14, 14], 'Calls `process_value()` for each `value`.', undefined, ['process_value']],
      [[14, 14], 'Calls processValue for each `value`.', undefined, ['processValue']],
      [
        [22, 22],
        'Returns `clipped` and `overflow_count`, then `clipped` again.',
        undefined,
        ['clipped', 'clipped'],
      ],
      [undefined, 'The `histogram` is updated.', undefined, ['histogram']],
      [[12, 12], 'Empties the `lowland`.', undefined, ['lowland']],
      [[12, 12], 'Removes the `valuables` and the `forecast`.', undefined, ['valuables', 'forecast']],
      [[12, 12], 'Makes a list of size `n` and a `bucket`.', undefined, ['bucket']],
      [[13, 13], '把 `overflow_count` 设为 42。', undefined, ['42']],
      [[14, 14], '调用sanitizeInput处理每个值。', undefined, ['sanitizeInput']],
    ],
  ],
  [
    'what any explanation may name',
    clamp,
    [
      [[14, 14], 'Uses a `for` loop over the `list`; `None` is not handled and raises a `TypeError`.'],
      [[10, 10], 'Takes three arguments, of which 2 arguments have defaults.'],
      [[10, 10], 'The time is O(n), or O(2n) at worst; `n` is the number of values.'],
      [[14, 14], 'As in line 12 and lines 17 to 19, or lines 3, 4 and 5.'],
      [[14, 14], 'This is the 1st step, the 2nd and the 33rd.'],
      // What a function is given may be spoken of on any line of it.
      [[22, 22], 'Loops over `values`; each `value` that is below `low` is raised.'],
      [[14, 14], 'Works like `Array.prototype.map` in JavaScript or NumPy.'],
      [
        [14, 14],
        'For example, with `[300, -7]` it gives `[255, 0]`; a `bucket` may be empty.',
        undefined,
        ['bucket'],
      ],
      [[14, 14], 'Values such as 999 and `foo` are replaced.'],
      [[14, 14], 'Safe for UTF-8, SHA-256, Python 3.8 and RFC 3986.'],
      [[14, 14], 'A 16-bit value, as 2D arrays hold them, in a 64-bit build.'],
      [[10, 10], 'Relies on `SAMPLE_RATE` above and on `normalise` below.'],
      [[10, 10], 'Takes the `samples` of `sample`; `bounds` are checked below.', undefined, ['bounds']],
      [[12, 13], '`if the list is empty` nothing happens; `return value` is a tuple.'],
      [[14, 14], '第 12 行和第3行；共2个参数，有 3 种情况。'],
      [[14, 14], '例如输入 `[300, 7]`，结果为 `[255, 7]`。'],
      [[14, 14], '逐个处理values里的value，时间复杂度为O(n)。'],
      [[10, 10], 'Call it like this:\n\n```python\nclip_everything(sensor, 1000)\n```'],
    ],
  ],
  [
    'other spellings and what follows',
    retry,
    [
      [[1, 2], 'Up to `maxAttempts` (3) attempts, `base_delay_ms` of 250 ms, or 0.25 seconds.'],
      [[4, 4], 'The attempts run from 0 to 2.'],
      [[8, 8], 'Throws `NotFound` if `response.status` is `404`.'],
      [[10, 10], 'The `baseDelay` is one `delayMs` of the `attempts`.'],
      [[7, 9], 'A `404` status throws `NotFound` with the `url`.'],
      [
        [10, 11],
        'The delay doubles each time: `baseDelayMs * 2 ** attempt`, so 250, 500, 1000.',
        undefined,
        ['500'],
      ],
      [[10, 11], 'Adds up to 100 milliseconds at random with `Math.random()`.'],
      [[13, 13], 'The `mask` is 255 (`0xFF`), the lower 8 bits.'],
      [[14, 14], 'The `timeout` is 86,400,000 milliseconds: 24 hours, or `1000` times 86400 seconds.'],
      [[15, 15], 'Throws an `Error` with the message `too many attempts`.'],
      [[15, 15], "Throws `Error('too many attempts')`."],
      [[8, 8], 'Throws `_`at {url}`. This joins the `url` and the `NotFound`.'],
      [[3, 4], 'Comes after `// Give up for any real number a or b`, then `const attempt`.'],
      [[5, 6], 'Waits for `fetch`; if `response.ok` holds it is returned.'],
      [[5, 6], 'The `Response` is checked for its `status_code`.', undefined, ['status_code']],
      [[7, 9], 'If the status is 500, throws.', undefined, ['500']],
      [[4, 4], 'Tries 5 times.', undefined, ['5']],
      [[10, 11], 'Waits with `setTimeout` for `delay`.', undefined, ['setTimeout']],
      [[2, 2], 'Takes `maxAttempts` and `baseDelayMs` from `options`.'],
      [[2, 2], 'Multiplies `baseDelayMs` by `2 ** attempt` to get the `delay`.', 10],
      [[4, 4], 'Throws `NotFound` when nothing is at the `url`.', 8],
      [[16, 16], 'Ends `fetchWithRetry()`.'],
      [[3, 4], 'Gives up after the last attempt, as the comment says.'],
    ],
  ],
  [
    'short names in another language',
    search,
    [
      [[41, 41], 'Sets `lo` to 0 and `hi` to `len(items)`, the length of the slice.'],
      [[43, 43], 'The `middle` index `mid` is halfway, so (lo+hi)/2 without overflow.'],
      [[44, 45], 'If `items[mid] < target`, `lo` becomes `mid + 1`.'],
      [[46, 48], 'Else `hi` moves down to `mid`.'],
      [[50, 50], 'Returns `lo`, or `-1` if `target` is absent.'],
      [[50, 50], 'Returns `notFound` if absent.', undefined, ['notFound']],
      [[41, 41], 'The `pivot` is chosen.', undefined, ['pivot']],
      [[50, 50], 'Computes `mid` as the average of `lo` and `hi`.'],
    ],
  ],
  [
    'paths, calls and strings',
    parse,
    [
      [[2, 3], 'Finds the colon: `rawLine.indexOf(":")`; below 0 it returns `undefined`.'],
      [[4, 5], 'Splits `rawLine` at `colonAt`, and lower-cases the name with `.toLowerCase()`.'],
      [[6, 9], "For `'content-length'` the value is parsed in base 10 into `total`."],
      [[10, 10], 'Compares the character code with 44, the comma.'],
      [[11, 11], 'Pushes onto `headers.entries`.'],
      [[12, 12], 'Stores it in `cache.lastSeen`.'],
      [[12, 12], 'Stores it in `cache.firstSeen`.', undefined, ['firstSeen']],
      [[13, 13], 'Returns the `headerName` and the `value`.', undefined, ['headerName']],
      [[6, 9], 'Parses in base 16.', undefined, ['16']],
      [[6, 9], 'Returns `{ name, total }` when `Content-Length` is given.'],
      [[2, 2], 'Updates `lastSeen` in the `cache`.', 12],
      [[13, 13], 'The `isSeparator` flag decides.'],
    ],
  ],
];

describe('the check of a step', () => {
  const count = groups.reduce((sum, [, , cases]) => sum + cases.length, 0);
  it(`is tried on many cases`, () => assert.ok(count >= 60, `${count}`));

  for (const [what, excerpt, cases] of groups) {
    describe(what, () => {
      for (const [lines, text, elsewhere, invented = []] of cases) {
        it(text.replaceAll('\n', ' '), () => {
          assert.deepEqual(marks(excerpt, lines, text), { elsewhere, invented });
        });
      }
    });
  }
});

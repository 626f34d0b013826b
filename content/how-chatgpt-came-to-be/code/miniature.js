// A whole language model, small enough to be read: characters in, a transformer of a few layers, the next character out.
// Forward, backward and Adam are written out over plain arrays; there is no library underneath.
//
// A matrix of rows × columns is one flat array, row after row. Rows are positions in the text, columns are features; a
// weight matrix has a row for each feature that it gives. Only + − × ÷ and square roots are used, which IEEE 754
// rounds in one way, so every engine gives the same numbers.

/** Characters are tokens. One that the model was not built for is left out. */
export function encode(text, vocabulary) {
  return [...text].map(character => vocabulary.indexOf(character)).filter(token => token >= 0);
}

/** Chance that can be had again: a seed gives one row of numbers from 0 to 1 (xorshift, 32 bits). */
export function chance(seed) {
  let state = Math.imul(seed ^ 0x5bd1e995, 0x9e3779b1) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 4294967296;
  };
}

/** eˣ for x ≤ 0: a series for a 64th of x, squared six times. What is next to nothing is nothing. */
export function exp(x) {
  if (x < -25) return 0;
  let power = 1;
  for (let term = 13; term > 0; term -= 1) power = 1 + (x / 64 / term) * power;
  for (let times = 0; times < 6; times += 1) power *= power;
  return power;
}

/** The natural logarithm for 0 < x ≤ 1: x is doubled until it is near 1, where a series is short. */
export function log(x) {
  let near = x, doublings = 0;
  for (; near < 0.7; near *= 2) doublings += 1;
  const t = (near - 1) / (near + 1);
  let sum = 0;
  for (let power = 21; power > 0; power -= 2) sum = 1 / power + t * t * sum;
  return 2 * t * sum - doublings * 0.6931471805599453;
}

/** out += a · bᵀ: each row of a by each row of b. Two rows by four at a time, which keeps the processor busy. */
export function multiply(out, a, b, rows, columns, inner) {
  for (let row = 0; row < rows; row += 2) {
    const a0 = row * inner, a1 = a0 + inner;
    for (let column = 0; column < columns; column += 4) {
      const b0 = column * inner, b1 = b0 + inner, b2 = b1 + inner, b3 = b2 + inner;
      let s0 = 0, s1 = 0, s2 = 0, s3 = 0, t0 = 0, t1 = 0, t2 = 0, t3 = 0;
      for (let i = 0; i < inner; i += 1) {
        const x = a[a0 + i], y = a[a1 + i];
        const w0 = b[b0 + i], w1 = b[b1 + i], w2 = b[b2 + i], w3 = b[b3 + i];
        s0 += x * w0; s1 += x * w1; s2 += x * w2; s3 += x * w3;
        t0 += y * w0; t1 += y * w1; t2 += y * w2; t3 += y * w3;
      }
      const o = row * columns + column, p = o + columns;
      out[o] += s0; out[o + 1] += s1; out[o + 2] += s2; out[o + 3] += s3;
      out[p] += t0; out[p + 1] += t1; out[p + 2] += t2; out[p + 3] += t3;
    }
  }
}

function transposed(into, from, rows, columns) {
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) into[column * rows + row] = from[row * columns + column];
  }
  return into;
}

/** What out = x · weightsᵀ hands back: from how the loss changes with out to how it does with x and with weights. */
function multiplyBack({ spare }, dOut, x, weights, dX, dWeights, rows, columns, inner) {
  multiply(dX, dOut, transposed(spare[0], weights, columns, inner), rows, inner, columns);
  multiply(dWeights, transposed(spare[0], dOut, rows, columns), transposed(spare[1], x, rows, inner), columns, inner, rows);
}

/**
 * A model with weights by chance. `window`: how many characters it sees; even, and width and vocabulary are multiples of 4.
 * @param {Record<string, any>} size @returns {Record<string, any>}
 * `Floats`: Float32Array to train, Float64Array to check the slopes. */
export function build({ vocabulary, width, heads, layers, window, seed, Floats = Float32Array }) {
  const symbols = vocabulary.length;
  const shapes = [['characters', symbols, width], ['positions', window, width]];
  for (let layer = 1; layer <= layers; layer += 1) {
    shapes.push([`look ${layer}`, 3 * width, width], [`gather ${layer}`, width, width]);
    shapes.push([`up ${layer}`, 4 * width, width], [`down ${layer}`, width, 4 * width]);
  }
  const size = shapes.reduce((sum, [, rows, columns]) => sum + rows * columns, 0);
  const [weights, gradients, means, squares] = [1, 2, 3, 4].map(() => new Floats(size));
  const random = chance(seed);
  let end = 0;
  const tensors = shapes.map(([name, rows, columns]) => {
    const start = end;
    end += rows * columns;
    // What adds to the stream of a position starts small.
    const reach = Math.sqrt(3 / columns) * (/^(gather|down)/.test(name) ? 0.3 : 1);
    for (let i = start; i < end; i += 1) weights[i] = (2 * random() - 1) * reach;
    return { name, values: weights.subarray(start, end), slopes: gradients.subarray(start, end) };
  });
  const rows = columns => new Floats(window * columns);
  const stream = () => ({ from: rows(width), normal: rows(width), scale: rows(1) });
  const blocks = Array.from({ length: layers }, (_, layer) => ({
    look: tensors[2 + 4 * layer], gather: tensors[3 + 4 * layer], up: tensors[4 + 4 * layer], down: tensors[5 + 4 * layer],
    first: stream(), looked: rows(3 * width),
    shares: new Floats(heads * window * window), gathered: rows(width),
    second: stream(), raised: rows(4 * width), squared: rows(4 * width),
  }));
  const most = Math.max(symbols, 4 * width) * Math.max(window, width);
  return {
    vocabulary, width, heads, window, symbols, tensors, blocks, weights, gradients, means, squares,
    characters: tensors[0], positions: tensors[1], decay: [1, 1],
    last: stream(), odds: rows(symbols),
    back: { odds: rows(symbols), normal: rows(width), stream: rows(width), wide: rows(4 * width), looked: rows(3 * width) },
    spare: [new Floats(most), new Floats(most)],
  };
}

// #region forward
/** Each row brought to one length, so that no layer shouts the others down. */
function normalise({ from, normal, scale }, rows, width) {
  for (let row = 0; row < rows; row += 1) {
    let sum = 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) sum += from[i] * from[i];
    scale[row] = 1 / Math.sqrt(sum / width + 1e-5);
    for (let i = row * width; i < (row + 1) * width; i += 1) normal[i] = from[i] * scale[row];
  }
}

/** So many odds, from start on, become shares: none is negative, and together they are one. */
function softmax(odds, start, count) {
  let top = odds[start], sum = 0;
  for (let i = start; i < start + count; i += 1) if (odds[i] > top) top = odds[i];
  for (let i = start; i < start + count; i += 1) sum += odds[i] = exp(odds[i] - top);
  for (let i = start; i < start + count; i += 1) odds[i] /= sum;
}

/** How likely each character comes after each position: rows × symbols. What is read lies in `odds`. */
export function forward(model, tokens) {
  const { width, blocks, last, odds, symbols, characters, positions } = model;
  const rows = tokens.length + (tokens.length % 2);
  let { from } = blocks[0].first;
  for (let i = 0; i < rows * width; i += 1) {
    const token = tokens[(i - (i % width)) / width] ?? 0;
    from[i] = characters.values[token * width + (i % width)] + positions.values[i];
  }
  blocks.forEach(({ first, second, looked, gathered, raised, squared, shares, look, gather, up, down }, layer) => {
    normalise(first, rows, width);
    multiply(looked.fill(0), first.normal, look.values, rows, 3 * width, width);
    attend(model, looked, shares, gathered.fill(0), rows);
    second.from.set(first.from);
    multiply(second.from, gathered, gather.values, rows, width, width);
    normalise(second, rows, width);
    multiply(raised.fill(0), second.normal, up.values, rows, 4 * width, width);
    for (let i = 0; i < rows * 4 * width; i += 1) squared[i] = raised[i] > 0 ? raised[i] * raised[i] : 0;
    ({ from } = blocks[layer + 1]?.first ?? last);
    from.set(second.from);
    multiply(from, squared, down.values, rows, width, 4 * width);
  });
  normalise(last, rows, width);
  multiply(odds.fill(0), last.normal, characters.values, rows, symbols, width);
  for (let row = 0; row < rows; row += 1) softmax(odds, row * symbols, symbols);
  return odds;
}
// #endregion

// #region attention
/** Each position asks all up to itself (query by key), and gathers their values by the shares that come out. */
function attend({ width, heads, window }, looked, shares, gathered, rows) {
  const own = width / heads;
  for (let head = 0; head < heads; head += 1) {
    for (let row = 0; row < rows; row += 1) {
      const query = row * 3 * width + head * own;
      const share = (head * window + row) * window;
      for (let other = 0; other <= row; other += 1) {
        const key = other * 3 * width + width + head * own;
        let sum = 0;
        for (let i = 0; i < own; i += 1) sum += looked[query + i] * looked[key + i];
        shares[share + other] = sum / Math.sqrt(own);
      }
      softmax(shares, share, row + 1);
      for (let other = 0; other <= row; other += 1) {
        const value = other * 3 * width + 2 * width + head * own;
        const part = shares[share + other];
        for (let i = 0; i < own; i += 1) gathered[row * width + head * own + i] += part * looked[value + i];
      }
    }
  }
}

function attendBack({ width, heads, window, spare }, looked, shares, dGathered, dLooked, rows) {
  const own = width / heads, dShare = spare[0];
  for (let head = 0; head < heads; head += 1) {
    for (let row = 0; row < rows; row += 1) {
      const [query, to] = [row * 3 * width + head * own, row * width + head * own];
      const share = (head * window + row) * window;
      let mean = 0;
      for (let other = 0; other <= row; other += 1) {
        const value = other * 3 * width + 2 * width + head * own;
        let sum = 0;
        for (let i = 0; i < own; i += 1) {
          sum += dGathered[to + i] * looked[value + i];
          dLooked[value + i] += dGathered[to + i] * shares[share + other];
        }
        dShare[other] = sum;
        mean += sum * shares[share + other];
      }
      for (let other = 0; other <= row; other += 1) {
        const key = other * 3 * width + width + head * own;
        const slope = (shares[share + other] * (dShare[other] - mean)) / Math.sqrt(own);
        for (let i = 0; i < own; i += 1) {
          dLooked[query + i] += slope * looked[key + i];
          dLooked[key + i] += slope * looked[query + i];
        }
      }
    }
  }
}
// #endregion

function normaliseBack({ normal, scale }, dNormal, dFrom, rows, width) {
  for (let row = 0; row < rows; row += 1) {
    let along = 0;
    for (let i = row * width; i < (row + 1) * width; i += 1) along += dNormal[i] * normal[i];
    for (let i = row * width; i < (row + 1) * width; i += 1) {
      dFrom[i] += scale[row] * (dNormal[i] - (normal[i] * along) / width);
    }
  }
}

/**
 * The loss over `tokens`, in nats a character, and in `gradients` how it changes with every weight. Each position is
 * asked for the token after it, from position `first` on: what stands before is read and not learnt.
 */
export function slopes(model, tokens, first = 0) {
  const { width, window, symbols, blocks, last, back, characters, positions } = model;
  const read = tokens.slice(0, -1);
  const rows = read.length + (read.length % 2), counted = read.length - first;
  const odds = forward(model, read);
  let loss = 0;
  model.gradients.fill(0);
  back.odds.fill(0);
  for (let row = first; row < read.length; row += 1) {
    const next = tokens[row + 1], at = row * symbols;
    loss -= log(Math.max(odds[at + next], 1e-26)) / counted;
    for (let i = 0; i < symbols; i += 1) back.odds[at + i] = (odds[at + i] - (i === next ? 1 : 0)) / counted;
  }
  const { normal, stream, wide, looked } = back;
  multiplyBack(model, back.odds, last.normal, characters.values, normal.fill(0), characters.slopes, rows, symbols, width);
  normaliseBack(last, normal, stream.fill(0), rows, width);
  for (const block of blocks.toReversed()) {
    const { first, second, raised, squared, gathered, shares, look, gather, up, down } = block;
    multiplyBack(model, stream, squared, down.values, wide.fill(0), down.slopes, rows, width, 4 * width);
    for (let i = 0; i < rows * 4 * width; i += 1) wide[i] *= raised[i] > 0 ? 2 * raised[i] : 0;
    multiplyBack(model, wide, second.normal, up.values, normal.fill(0), up.slopes, rows, 4 * width, width);
    normaliseBack(second, normal, stream, rows, width);
    multiplyBack(model, stream, gathered, gather.values, normal.fill(0), gather.slopes, rows, width, width);
    attendBack(model, block.looked, shares, normal, looked.fill(0), rows);
    multiplyBack(model, looked, first.normal, look.values, normal.fill(0), look.slopes, rows, 3 * width, width);
    normaliseBack(first, normal, stream, rows, width);
  }
  for (let i = 0; i < read.length * width; i += 1) {
    characters.slopes[read[(i - (i % width)) / width] * width + (i % width)] += stream[i];
    positions.slopes[i] += stream[i];
  }
  return loss;
}

// #region adam
/** One step down the slopes, by Adam; `rate`: how far. Returns the loss before it. */
export function learn(model, tokens, first, rate) {
  const loss = slopes(model, tokens, first);
  const { weights, gradients, means, squares, decay } = model;
  decay[0] *= 0.9;
  decay[1] *= 0.99;
  for (let i = 0; i < weights.length; i += 1) {
    means[i] += 0.1 * (gradients[i] - means[i]);
    squares[i] += 0.01 * (gradients[i] * gradients[i] - squares[i]);
    weights[i] -= (rate * means[i]) / (1 - decay[0]) / (Math.sqrt(squares[i] / (1 - decay[1])) + 1e-8);
  }
  return loss;
}
// #endregion

// #region continue
/** Writes on: always the likeliest character, or with `random` one by chance; `most` of them, or up to an `end`. */
export function continueText(model, text, { most, end, random }) {
  const { vocabulary, window, symbols } = model;
  const tokens = encode(text, vocabulary);
  let written = '';
  while (written.length < most && !(end && written.endsWith(end))) {
    const seen = tokens.slice(-window);
    const odds = forward(model, seen).subarray((seen.length - 1) * symbols, seen.length * symbols);
    let ticket = random ? random() : 0;
    const drawn = random ? odds.findIndex(share => (ticket -= share) < 0) : odds.indexOf(Math.max(...odds));
    tokens.push(Math.max(0, drawn));
    written += vocabulary[tokens.at(-1)];
  }
  return written;
}
// #endregion

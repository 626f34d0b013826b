// The map of concepts, over random graphs: nothing that is needed is missing, no track is laid over a name or a station, and
// none along another concept's.
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { drawMap, nameStart, type Point, placeColumns, planMap } from '../../src/core/chapter/map/drawing';
import { neededFirst, needsMap, suggestedPath } from '../../src/core/chapter/map/needs';

/** Any needs at all: circles, unknown ids, ids that objects have of themselves. */
const anyConcepts = fc
  .integer({ min: 0, max: 40 })
  .chain(count =>
    fc.array(fc.array(fc.integer({ min: 0, max: count }), { maxLength: 5 }), {
      minLength: count,
      maxLength: count,
    }),
  )
  .map(all => all.map((needs, index) => ({ id: nameOf(index), needs: needs.map(nameOf) })));

function nameOf(index: number): string {
  return ['__proto__', 'constructor', `"]'><svg onload=x>`][index] ?? `c${index}`;
}

const markAt = 9;
const sizes = fc.record({
  width: fc.integer({ min: 540, max: 1200 }),
  heights: fc.array(fc.integer({ min: 18, max: 80 }), { minLength: 41, maxLength: 41 }),
});

interface Piece {
  readonly from: number;
  readonly to: number;
  readonly a: Point;
  readonly b: Point;
}

const piecesOf = (paths: readonly { from: number; to: number; points: readonly Point[] }[]): Piece[] =>
  paths.flatMap(({ from, to, points }) =>
    points.slice(1).flatMap((b, index) => {
      const a = points[index];
      return a ? [{ from, to, a, b }] : [];
    }),
  );

/** Of two ranges what they share. */
const shared = (a: number, b: number, c: number, d: number) =>
  Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d));

describe('the map of any concepts', () => {
  it('has each concept below all that it needs, and none in the place of another', () => {
    fc.assert(
      fc.property(anyConcepts, sizes, (concepts, { width }) => {
        const { map, stations } = planMap(concepts, width);
        for (const [index, needs] of map.needs.entries()) {
          const row = stations.at[index]?.row ?? -1;
          for (const need of needs) assert.ok((stations.at[need]?.row ?? Infinity) < row);
        }
        assert.equal(new Set(stations.at.map(({ row, column }) => `${row} ${column}`)).size, concepts.length);
        assert.ok(stations.at.every(({ column }) => column < stations.columns));
      }),
    );
  });

  it('draws a need that follows from no other, and those alone', () => {
    fc.assert(
      fc.property(anyConcepts, sizes, (concepts, { width }) => {
        const { map, tracks } = planMap(concepts, width);
        const laid = new Set(tracks.tracks.map(({ from, to }) => `${from} ${to}`));
        for (const [index, needs] of map.needs.entries()) {
          for (const need of needs) {
            const isImplied = needs.some(other => other !== need && map.all[other]?.includes(need));
            assert.equal(laid.has(`${need} ${index}`), !isImplied);
          }
        }
        assert.equal(laid.size, tracks.tracks.length);
      }),
    );
  });

  it('lays a track from mark to mark, over no name and no other mark', () => {
    fc.assert(
      fc.property(anyConcepts, sizes, (concepts, { width, heights }) => {
        const plan = planMap(concepts, width);
        const columns = placeColumns(plan, width);
        const { tops, paths, height } = drawMap(plan, columns, heights, markAt);
        const markOf = (index: number) => [
          (columns.boxes[index]?.left ?? 0) + 8.5,
          (tops[index] ?? 0) + markAt,
        ];
        for (const { from, to, points } of paths) {
          assert.deepEqual(points[0], markOf(from));
          assert.deepEqual(points.at(-1), markOf(to));
        }
        for (const [index, box] of columns.boxes.entries()) {
          const [top, name] = [tops[index] ?? 0, box.left + nameStart];
          assert.ok(box.left >= 0 && box.left + box.width <= width + 1);
          assert.ok(top + (heights[index] ?? 0) <= height);
          for (const { from, to, a, b } of piecesOf(paths)) {
            const isOver = (left: number, right: number, high: number, low: number) =>
              shared(a[0], b[0], left, right) >= 0 && shared(a[1], b[1], high, low) >= 0;
            assert.ok(
              !isOver(name - 4, box.left + box.width, top, top + (heights[index] ?? 0)),
              `${from} → ${to} over the name of ${index}`,
            );
            if (from === index || to === index) continue;
            assert.ok(
              !isOver(box.left + 4, box.left + 13, top, top + markAt + 4),
              `${from} → ${to} over ${index}`,
            );
          }
        }
      }),
    );
  });

  it('lays no track along one that comes from elsewhere and leads elsewhere', () => {
    fc.assert(
      fc.property(anyConcepts, sizes, (concepts, { width, heights }) => {
        const plan = planMap(concepts, width);
        const { paths } = drawMap(plan, placeColumns(plan, width), heights, markAt);
        const pieces = piecesOf(paths);
        for (const [nth, one] of pieces.entries()) {
          for (const other of pieces.slice(nth + 1)) {
            if (one.from === other.from || one.to === other.to) continue;
            for (const [along, across] of [
              [0, 1],
              [1, 0],
            ] as const) {
              const isAlong = one.a[across] === one.b[across] && other.a[across] === other.b[across];
              if (!isAlong || one.a[across] !== other.a[across]) continue;
              const length = shared(one.a[along], one.b[along], other.a[along], other.b[along]);
              assert.ok(length <= 0, `${one.from} → ${one.to} and ${other.from} → ${other.to}: ${length} px`);
            }
          }
        }
      }),
    );
  });

  it('leads to each concept by way of all that it needs', () => {
    fc.assert(
      fc.property(anyConcepts, fc.array(fc.boolean(), { minLength: 41, maxLength: 41 }), (concepts, read) => {
        const map = needsMap(concepts);
        assert.equal(new Set(map.order).size, concepts.length);
        const path = suggestedPath(map, index => read[index] ?? false);
        assert.deepEqual(
          [...path].sort((a, b) => a - b),
          concepts.flatMap((_, index) => (read[index] ? [] : [index])),
        );
        for (const [nth, index] of path.entries()) {
          for (const need of map.needs[index] ?? []) assert.ok(read[need] || path.indexOf(need) < nth);
          const first = neededFirst(map, index);
          for (const need of first)
            for (const earlier of map.needs[need] ?? []) assert.ok(first.includes(earlier));
        }
      }),
    );
  });
});

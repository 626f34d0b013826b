// The map of concepts, from what each needs to the path data of each track: the largest that a chapter may have, with names of
// several heights, and how the cost grows.
import { drawMap, pathData, placeColumns, planMap } from '../../src/core/chapter/map/drawing';
import { microsecondsEach } from './measure';
import { type Row, within } from './row';

const width = 836;

export async function bench(): Promise<readonly Row[]> {
  const sizes = [25, 50, 100, 200];
  const taken: number[] = [];
  for (const size of sizes) taken.push(await millisecondsFor(conceptsOf(size, 3)));
  const [first = Number.NaN] = taken;
  const largest = taken.at(-1) ?? Number.NaN;
  const crowded = await millisecondsFor(conceptsOf(200, 30));
  return [
    within('lay out the map of 200 concepts, 3 needs each', largest, 'ms', 100),
    within('lay out the map of 200 concepts, 30 needs each', crowded, 'ms', 100),
    ...sizes.slice(1).map((size, nth) => ({
      name: `growth of the map, ${size / 2} → ${size} concepts`,
      ours: (taken[nth + 1] ?? Number.NaN) / (taken[nth] ?? Number.NaN),
      peer: 4,
      unit: '×' as const,
      peerName: 'growth with the square',
    })),
    within('growth of the map, 25 → 200 concepts', largest / first, '×', 64),
  ];
}

async function millisecondsFor(concepts: ReturnType<typeof conceptsOf>): Promise<number> {
  const heights = concepts.map((_, index) => 24 + (index % 3) * 18);
  const { ours } = await microsecondsEach({
    ours: () => {
      const plan = planMap(concepts, width);
      const { paths } = drawMap(plan, placeColumns(plan, width), heights, 11);
      return paths.map(({ points }) => pathData(points));
    },
    peer: () => undefined,
  });
  return ours / 1000;
}

/** Needs of what stands up to sixty concepts before, the same at each run. */
function conceptsOf(count: number, needs: number) {
  let state = 7;
  const random = () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
  return Array.from({ length: count }, (_, index) => ({
    id: `c${index}`,
    needs: Array.from(
      { length: Math.min(index, needs) },
      () => `c${index - 1 - Math.floor(random() * Math.min(index, 60))}`,
    ),
  }));
}

// Sets the list of concepts as a small railway, where the panel is wide enough: names into their columns, then, as their
// heights are known, marks into rows and tracks between them. One write pass, one read pass, one write pass.
import type { ConceptEntry } from '../../../../core/chapter/chapter';
import {
  columnsIn,
  drawMap,
  type MapPlan,
  pathData,
  placeColumns,
  planMap,
} from '../../../../core/chapter/map/drawing';

const svgNames = 'http://www.w3.org/2000/svg';

interface Planned {
  readonly columns: number;
  readonly plan: MapPlan;
}

const plans = new WeakMap<readonly ConceptEntry[], Planned>();
/** What the tracks of a drawing were made from: as long as that stays, so do they. */
const drawn = new WeakMap<Element, string>();

/** The plan of the map as it stands on the page; `undefined` where it is an outline. */
export function setRailway(page: HTMLElement, concepts: readonly ConceptEntry[]): MapPlan | undefined {
  const box = page.querySelector<HTMLElement>('.railway');
  const svg = box?.querySelector(':scope > svg');
  if (!box || !svg) return undefined;
  const items = [...box.querySelectorAll<HTMLElement>('[data-map] > li')];
  if (getComputedStyle(svg).display === 'none') {
    for (const item of items) item.querySelector('a')?.removeAttribute('tabindex');
    return undefined;
  }
  const width = box.clientWidth;
  const plan = planFor(concepts, width);
  const columns = placeColumns(plan, width);
  for (const [index, item] of items.entries()) {
    const { left, width } = columns.boxes[index] ?? { left: 0, width: 0 };
    set(item, 'left', `${left}px`);
    set(item, 'width', `${width}px`);
  }
  const heights = items.map(({ offsetHeight }) => offsetHeight);
  const mark = items[0]?.querySelector<HTMLElement>('.st');
  const markAt = mark ? mark.offsetTop + mark.offsetHeight / 2 : 0;
  const isRead = `${width} ${markAt} ${heights.join(' ')}`;
  if (drawn.get(svg) !== isRead || svg.childElementCount !== plan.tracks.tracks.length) {
    const { tops, height, paths } = drawMap(plan, columns, heights, markAt);
    set(box, 'height', `${height}px`);
    for (const [index, item] of items.entries()) set(item, 'top', `${tops[index] ?? 0}px`);
    const tracks = paths.map(({ from, to, points }) => {
      const path = document.createElementNS(svgNames, 'path');
      path.setAttribute('d', pathData(points));
      path.setAttribute('data-from', String(from));
      path.setAttribute('data-to', String(to));
      return path;
    });
    svg.replaceChildren(...tracks);
    drawn.set(svg, isRead);
  }
  light(svg, items);
  return plan;
}

function planFor(concepts: readonly ConceptEntry[], width: number): MapPlan {
  const before = plans.get(concepts);
  const columns = columnsIn(width);
  if (before?.columns === columns) return before.plan;
  const plan = planMap(concepts, width);
  plans.set(concepts, { columns, plan });
  return plan;
}

/** The tracks by which the chosen concept is reached; lit ones lie on top. And one tab stop. */
function light(svg: Element, items: readonly HTMLElement[]): void {
  const lit = new Set(
    items.flatMap((item, index) => (item.matches('.chosen, .near') ? [String(index)] : [])),
  );
  const paths = [...svg.children];
  const isOn = (path: Element) =>
    lit.has(path.getAttribute('data-from') ?? '') && lit.has(path.getAttribute('data-to') ?? '');
  for (const path of paths) {
    const on = isOn(path);
    if (path.classList.contains('on') === on) continue;
    path.classList.toggle('on', on);
    if (on) svg.append(path);
  }
  for (const item of items) {
    const link = item.querySelector('a');
    if (link) link.tabIndex = item.hasAttribute('data-stop') ? 0 : -1;
  }
}

function set({ style }: HTMLElement, property: string, value: string): void {
  if (style.getPropertyValue(property) !== value) style.setProperty(property, value);
}

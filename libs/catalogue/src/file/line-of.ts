import { type Document, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml';

/** Line of the innermost key or item on the path that the document has, counted from 1. */
export function lineOf(document: Document, lines: LineCounter, path: readonly (string | number)[]): number {
  let node: unknown = document.contents;
  let offset = 0;
  for (const step of path) {
    const place = childAt(node, step);
    if (!place) break;
    offset = place.offset ?? offset;
    node = place.value;
  }
  return lines.linePos(offset).line;
}

function childAt(node: unknown, step: string | number): { offset?: number; value: unknown } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
    return pair && { offset: startOf(pair.key), value: pair.value };
  }
  const item: unknown = isSeq(node) ? node.items[Number(step)] : undefined;
  return item === undefined ? undefined : { offset: startOf(item), value: item };
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}

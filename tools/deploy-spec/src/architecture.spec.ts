import { printTopology, topologyOf } from '@callbook/messaging';
import { filesIn, read } from './project-files';

const page = read('docs/architecture.md');
const queries = filesIn('libs/contracts/src/queries').flatMap((path) =>
  [...read(path).matchAll(/static readonly query = '([^']+)'/g)].map(([, name = '']) => name),
);

/** `records.query.show-appointment`, `.show-customers`: of one app, so its name stands there once. */
function namesIn(cell: string): string[] {
  let ofApp = '';
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => {
    if (name.startsWith('.')) return ofApp + name;
    ofApp = name.slice(0, name.lastIndexOf('.'));
    return name;
  });
}

describe('docs/architecture.md', () => {
  it('shows the topology as the command prints it', () => {
    const shown = page.split('\n').filter((line) => /^ {4}(exchange|queue|rung) /.test(line));
    expect(shown.map((line) => line.trim())).toEqual(printTopology(topologyOf()));
  });

  it('has every query between apps, and no other', () => {
    const rows = [...page.matchAll(/^\| (`(?:records|booking|ops)\.query\.[^|]*)\|/gm)];
    const names = rows.flatMap(([, cell = '']) => namesIn(cell));
    expect(names.sort()).toEqual(queries.sort());
  });
});

import { Rows } from './rows';

interface Row {
  readonly id: string;
  readonly text: string;
}

const row = (id: string, text = 'as stored'): Row => ({ id, text });

describe('rows in memory', () => {
  let rows: Rows<Row>;

  beforeEach(() => {
    rows = new Rows<Row>(({ id }) => id);
    rows.load([row('a'), row('b')]);
  });

  it('have nothing to write as long as nothing is different', () => {
    rows.put(row('a', 'something else'));
    rows.put({ ...row('a') });
    expect(rows.changes()).toEqual({ made: [], changed: [], removed: [] });
  });

  it('write each row once, however often it was changed, in the order of the keys', () => {
    for (const text of ['one', 'two', 'three']) for (const id of ['d', 'b', 'c', 'a']) rows.put(row(id, text));
    expect(rows.changes()).toEqual({
      made: [row('c', 'three'), row('d', 'three')],
      changed: [row('a', 'three'), row('b', 'three')],
      removed: [],
    });
  });

  it('keep what was changed when the stored row is loaded after that', () => {
    rows.put(row('a', 'changed'));
    rows.load([row('a'), row('c')]);
    expect(rows.where(() => true)).toEqual([row('a', 'changed'), row('b'), row('c')]);
  });

  it('take back what was changed, made and removed since the beginning, and nothing from before', () => {
    rows.put(row('a', 'before'));
    rows.remove('b');
    rows.begin();
    rows.put(row('a', 'after'));
    rows.put(row('b', 'there again'));
    rows.put(row('c'));
    rows.remove('a');
    rows.rollBack();
    expect(rows.changes()).toEqual({ made: [], changed: [row('a', 'before')], removed: ['b'] });
  });

  it('do not take a row for removed that was found to be stored only after it was made', () => {
    rows.begin();
    rows.put(row('c', 'made'));
    rows.load([row('c')]);
    rows.rollBack();
    expect(rows.changes()).toEqual({ made: [], changed: [], removed: [] });
    expect(rows.find('c')).toEqual(row('c'));
  });

  it('become a row only when there is none', () => {
    expect(rows.open(row('a', 'first'))).toEqual({ row: row('a'), isNew: false });
    expect(rows.open(row('c', 'first'))).toEqual({ row: row('c', 'first'), isNew: true });
    expect(rows.changes().made).toEqual([row('c', 'first')]);
  });
});

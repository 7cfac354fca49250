import { mostPredicted } from '@callbook/contracts';
import { pageOf } from './predict-items';

const rowsOf = (...calls: (string | null)[]) =>
  calls.map((correlationId, index) => ({ place: index + 1, bytes: 1_000, correlationId }));
const many = (call: string | null, count: number) => Array<string | null>(count).fill(call);

describe('a page of predictions', () => {
  it('is everything when that is little', () => {
    expect(pageOf(rowsOf('a', 'b', null))).toHaveLength(3);
    expect(pageOf([])).toHaveLength(0);
  });

  it('ends where a call ends, so that its messages are predicted one upon the other', () => {
    const page = pageOf(rowsOf(...many('a', 90), ...many('b', 11)));
    expect(page).toHaveLength(90);
  });

  it('cuts through a call only when it alone is more than a page', () => {
    expect(pageOf(rowsOf(...many('a', 101)))).toHaveLength(mostPredicted);
  });

  it('does not care where it ends among messages of no call', () => {
    expect(pageOf(rowsOf(...many(null, 101)))).toHaveLength(mostPredicted);
  });

  it('holds some 4 MB, or one body that is larger', () => {
    const large = (bytes: number) => ({ place: 1, bytes, correlationId: null });
    expect(pageOf([large(5_000_000), large(5_000_000)])).toHaveLength(1);
    expect(pageOf([large(2_000_000), large(2_000_000), large(2_000_000)])).toHaveLength(2);
  });
});

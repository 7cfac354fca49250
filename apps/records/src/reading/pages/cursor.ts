/** Where a page ended: what the list is sorted by, and the id that tells apart those of the same place. */
export interface Place {
  /** A time to the microsecond (the database's, finer than a Date), or a key. */
  readonly at: string;
  readonly id: string;
}

export type Order = 'asc' | 'desc';

const forms: Readonly<Record<string, RegExp>> = {
  time: /^\d{4,6}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z$/,
  key: /^[a-z0-9-]{1,100}$/,
};
const idForm = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Opaque for whoever is given it: it may look otherwise tomorrow. */
export function cursorTo(list: string, order: Order, { at, id }: Place): string {
  return Buffer.from([list, order, at, id].join(' ')).toString('base64url');
}

/** Undefined for anything but a cursor of this list in this order. */
export function placeOf(list: string, order: Order, sortedBy: 'time' | 'key', cursor: string): Place | undefined {
  const parts = Buffer.from(cursor, 'base64url').toString().split(' ');
  const [ofList, ofOrder, at = '', id = ''] = parts;
  const fits =
    parts.length === 4 && ofList === list && ofOrder === order && forms[sortedBy]?.test(at) && idForm.test(id);
  return fits && (sortedBy === 'key' || !Number.isNaN(Date.parse(at))) ? { at, id } : undefined;
}

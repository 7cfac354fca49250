import { type Cause, remedies } from '../../cells/causes';
import { Text, TextOrNull, Time, TimeOrNull, Uuid, Whole } from './property.entity';

/** Somebody or something with a name. */
export class Named {
  @Uuid() id: string = undefined as never;
  @TextOrNull() name: string | null = undefined as never;
}

export class Price {
  @Whole('In the smallest unit of the currency.') minor: number = undefined as never;
  @Text('ISO 4217') currency: string = undefined as never;
}

/** A cell without a value. */
export class EmptyCell {
  @Text('Which one, for instance `staff`.') cell: string = undefined as never;
  @Text('Why it is empty: a key that stays the same.') cause: string = undefined as never;
  @TimeOrNull() since: Date | null = undefined as never;
  @Text('What fills it.') remedy: string = undefined as never;
}

/** What wrote the row last. */
export class Written {
  @Uuid('Of the message.') messageId: string = undefined as never;
  @TimeOrNull('When that message was handled; null once it is forgotten, after some weeks.')
  handledAt: Date | null = undefined as never;
  @Time() updatedAt: Date = undefined as never;
}

export interface WrittenRow {
  readonly recorded_by_message: string;
  readonly handled_at: Date | null;
  readonly updated_at: Date;
}

export const writtenOf = (row: WrittenRow): Written => ({
  messageId: row.recorded_by_message,
  handledAt: row.handled_at,
  updatedAt: row.updated_at,
});

export const named = (id: string | null, name: string | null): Named | null => (id === null ? null : { id, name });

/** The empty ones among the cells that may be. @param cells names, as before `_cause` */
export function emptyCells(row: object, cells: readonly string[]): EmptyCell[] {
  const columns = row as Readonly<Record<string, unknown>>;
  return cells.flatMap((cell) => {
    const cause = columns[`${cell}_cause`] as Cause | null;
    if (cause === null) return [];
    return [{ cell, cause, since: columns[`${cell}_cause_since`] as Date | null, remedy: remedies[cause] ?? '' }];
  });
}

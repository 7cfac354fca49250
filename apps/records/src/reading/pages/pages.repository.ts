import { Inject, Injectable } from '@nestjs/common';
import { DataSource } from 'typeorm';
import { cursorTo } from './cursor';
import { type List, type PageWanted, pageStatement, rowStatement } from './statement';

export interface Page<Row> {
  readonly rows: readonly Row[];
  /** Cursor of the page after this one; null when this is the last. */
  readonly next: string | null;
}

/** Rows of the record as integrators read them: one statement for a page, one for a row. */
@Injectable()
export class Pages {
  constructor(@Inject(DataSource) private readonly dataSource: DataSource) {}

  async page<Row extends { readonly id: string }>(list: List, wanted: PageWanted): Promise<Page<Row>> {
    const { sql, values } = pageStatement(list, wanted);
    const found = await this.dataSource.query<(Row & { readonly placeAt: string })[]>(sql, [...values]);
    const rows = found.slice(0, wanted.limit);
    const last = rows.at(-1);
    const next = last && found.length > rows.length ? { at: last.placeAt, id: last.id } : undefined;
    return { rows, next: next ? cursorTo(list.name, wanted.order, next) : null };
  }

  /** Undefined when there is none, or it is another company's: nobody is told which. */
  async row<Row>(list: List, company: string, id: string, more: readonly string[] = []): Promise<Row | undefined> {
    const { sql, values } = rowStatement(list, company, id, more);
    const [row] = await this.dataSource.query<Row[]>(sql, [...values]);
    return row;
  }
}

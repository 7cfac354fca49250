import { CatalogueSource } from '@callbook/catalogue';
import { repeatedly } from '@callbook/service';
import { Module } from '@nestjs/common';
import { Clock } from '../clock/clock';
import { Records } from '../transaction/records';
import { CellsToFill } from './cells-to-fill';
import { PostgresCellsToFill } from './cells-to-fill.repository';
import { FillCells, type FillingSettings } from './fill-cells';

const settings: FillingSettings = { pageSize: 500, againAfterMs: 600_000 };

/** Between two looks whether the catalogue is another one; that costs nothing, it is in memory. */
const everyMs = 1_000;

@Module({
  providers: [
    { provide: CellsToFill, useClass: PostgresCellsToFill },
    {
      provide: FillCells,
      inject: [Records, CellsToFill, CatalogueSource, Clock],
      useFactory: (records: Records, cells: CellsToFill, catalogue: CatalogueSource, clock: Clock) =>
        new FillCells(records, cells, catalogue, clock, settings),
    },
    repeatedly('cells to fill', [FillCells], (fillCells: FillCells) => ({
      everyMs,
      execute: () => fillCells.execute(),
    })),
  ],
})
export class FillingModule {}

import { LastGoodCatalogue } from '@callbook/catalogue';
import type { Spool } from './spool';

const name = 'catalogue';

/** The last good copy of the catalogue, in the spool's file: where that is, the gateway can take webhooks. */
export class SpooledCatalogue extends LastGoodCatalogue {
  constructor(private readonly spool: Spool) {
    super();
  }

  read(): string | undefined {
    return this.spool.copy(name);
  }

  write(text: string): void {
    this.spool.keepCopy(name, text);
  }
}

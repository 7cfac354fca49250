import { Price } from './parts.entity';
import { Flag, Part, PartOrNull, Text, Uuid, WholeOrNull } from './property.entity';

export class Person {
  @Uuid() id: string = undefined as never;
  @Text() key: string = undefined as never;
  @Text() name: string = undefined as never;
  @Flag('Still in the catalogue.') active: boolean = undefined as never;
}

export interface PersonRow {
  readonly id: string;
  readonly key: string;
  readonly name: string;
  readonly active: boolean;
}

export const personOf = ({ id, key, name, active }: PersonRow): Person => ({ id, key, name, active });

export class ServiceName {
  @Text() de: string = undefined as never;
  @Text() en: string = undefined as never;
}

export class Service {
  @Uuid() id: string = undefined as never;
  @Text() key: string = undefined as never;
  @Part(ServiceName) name: ServiceName = undefined as never;
  @Flag('Still in the catalogue.') active: boolean = undefined as never;
  @Flag('Of several bookings, one for each part.') composite: boolean = undefined as never;
  @WholeOrNull() minutes: number | null = undefined as never;
  @PartOrNull(Price) price: Price | null = undefined as never;
}

export interface ServiceRow {
  readonly id: string;
  readonly key: string;
  readonly name_de: string;
  readonly name_en: string;
  readonly active: boolean;
  readonly composite: boolean;
  readonly minutes: number | null;
  readonly price_minor: number | null;
  readonly currency: string | null;
}

export const serviceOf = ({ name_de: de, name_en: en, price_minor: minor, currency, ...row }: ServiceRow): Service => ({
  id: row.id,
  key: row.key,
  name: { de, en },
  active: row.active,
  composite: row.composite,
  minutes: row.minutes,
  price: minor === null || currency === null ? null : { minor, currency },
});

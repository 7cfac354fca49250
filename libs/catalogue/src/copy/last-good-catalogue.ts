/**
 * A place outside the database for a copy of the catalogue that was loaded last, so that an app can start without the
 * database. It keeps text; whether that is a catalogue, the reader checks.
 */
export abstract class LastGoodCatalogue {
  /** What was written last; undefined when nothing was. May throw. */
  abstract read(): string | undefined;

  /** Replaces what was there, whole or not at all. May throw. */
  abstract write(text: string): void;
}

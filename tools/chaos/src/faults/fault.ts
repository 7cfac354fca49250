/** Something that goes wrong for a while. */
export interface Fault {
  /** For people. */
  readonly name: string;
  /** Resolves when it is over; what it did to the system may not be. */
  happen(): Promise<void>;
}

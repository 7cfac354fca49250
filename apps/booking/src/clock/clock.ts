/** Time, given to use cases so that a simulation can bring its own. */
export abstract class Clock {
  abstract now(): Date;
}

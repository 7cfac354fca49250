/** Where the sandbox takes the time from; a simulation passes its virtual clock. */
export interface SandboxClock {
  now(): Date;
}

export const systemClock: SandboxClock = { now: () => new Date() };

/** A clock that stands still until it is moved. */
export class ManualClock implements SandboxClock {
  private instant: number;

  constructor(start: string | Date) {
    this.instant = new Date(start).getTime();
  }

  now(): Date {
    return new Date(this.instant);
  }

  set(instant: string | Date): void {
    this.instant = new Date(instant).getTime();
  }

  advance(milliseconds: number): void {
    this.instant += milliseconds;
  }
}

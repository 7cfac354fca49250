/** An act that is not done, and why; nothing was changed. */
export class ActRefused extends Error {
  override readonly name = 'ActRefused';

  constructor(
    message: string,
    /** What the operator can do. */
    readonly next: string,
  ) {
    super(message);
  }
}

/** Who acts, and why. */
export interface Actor {
  readonly by: string;
  readonly why: string;
}

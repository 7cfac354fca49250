/** A group of dead letters, as people are told of it: nothing of anybody's data. */
export interface GroupInAlert {
  readonly group: string;
  readonly queue: string;
  readonly code: string;
  readonly eventType: string | null;
  readonly company: string | null;
  /** Letters somebody has to decide about. */
  readonly open: number;
  readonly firstSeen: string;
  readonly lastSeen: string;
}

/**
 * `new`: a cause came up. `growing`: it comes fast. `over`: none is open, or none came for a while. `many`: one of these of
 * so many groups at once that they are told of together, the first of them by name.
 */
export type AlertContent =
  | { readonly kind: 'new'; readonly about: GroupInAlert }
  | {
      readonly kind: 'many';
      readonly what: 'new' | 'growing' | 'over';
      readonly about: readonly GroupInAlert[];
      readonly groups: number;
    }
  | { readonly kind: 'growing'; readonly about: GroupInAlert; readonly deaths: number; readonly withinMinutes: number }
  | { readonly kind: 'over'; readonly about: GroupInAlert; readonly because: 'settled' | 'quiet' }
  | { readonly kind: 'test'; readonly by: string };

/** Something people are told. */
export interface Alert {
  /** The same however often it is sent. */
  readonly id: string;
  readonly raisedAt: Date;
  readonly content: AlertContent;
}

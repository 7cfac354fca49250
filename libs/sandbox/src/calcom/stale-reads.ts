import { type Booking } from './booking';

interface StaleView {
  /** As readers see it; undefined while the booking does not exist for them. */
  booking: Booking | undefined;
  until: number;
}

/** Bookings whose change readers do not see yet, as behind a webhook that is sent early or a replica that lags. */
export class StaleReads {
  private readonly views = new Map<string, StaleView>();

  hold(uid: string, booking: Booking | undefined, until: number): void {
    this.views.set(uid, { booking: booking && { ...booking }, until });
  }

  /** The rows as a reader sees them now. */
  of(rows: readonly Booking[], now: number): readonly Booking[] {
    for (const [uid, { until }] of this.views) if (until <= now) this.views.delete(uid);
    if (this.views.size === 0) return rows;
    return rows.flatMap((row) => {
      const view = this.views.get(row.uid);
      return view ? (view.booking ?? []) : row;
    });
  }
}

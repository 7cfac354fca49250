import { HEX, type SandboxIds } from '../../sandbox-ids';
import { overlaps } from '../booking';

/** A slot that is kept out of the list of free ones for a while; booking neither asks for it nor uses it up. */
export interface Reservation {
  uid: string;
  eventTypeId: number;
  /** Of a team's event type the first host, whoever will be free then. */
  hostId: number;
  start: number;
  end: number;
  /** Epoch milliseconds; from then on it counts no more. */
  until: number;
}

/** Every reservation there is, the ended ones included: those can still be read. */
export class Reservations {
  private readonly byUid = new Map<string, Reservation>();

  constructor(private readonly ids: SandboxIds) {}

  add(reservation: Omit<Reservation, 'uid'>): Reservation {
    const text = (length: number) => this.ids.text(length, HEX);
    const uid = `${text(8)}-${text(4)}-4${text(3)}-a${text(3)}-${text(12)}`;
    return this.put({ ...reservation, uid });
  }

  put(reservation: Reservation): Reservation {
    this.byUid.set(reservation.uid, reservation);
    return reservation;
  }

  find(uid: string): Reservation | undefined {
    return this.byUid.get(uid);
  }

  remove(uid: string): void {
    this.byUid.delete(uid);
  }

  clear(): void {
    this.byUid.clear();
  }

  /** Those that count now and touch the span. */
  touching(start: number, end: number, now: number): Reservation[] {
    return [...this.byUid.values()].filter(({ until, ...span }) => until > now && overlaps(span, start, end));
  }
}

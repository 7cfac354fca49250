import { type Booking } from '../booking';
import { type Moment } from '../exchange';

/** A change of the calendar from moment to moment, by whoever makes it; ends with the booking it leaves behind. */
export type Change = Generator<Moment, Booking, void>;

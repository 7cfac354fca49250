import { appointments } from './appointments';
import { questions } from './arguments';
import { availability } from './availability';
import { booking } from './booking';

/** What the agent says in German. */
export const de = { ...booking, ...questions, ...availability, ...appointments };

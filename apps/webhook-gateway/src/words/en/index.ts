import { appointments } from './appointments';
import { questions } from './arguments';
import { availability } from './availability';
import { booking } from './booking';

/** What the agent says in English. */
export const en = { ...booking, ...questions, ...availability, ...appointments };

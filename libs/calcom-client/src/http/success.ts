import { CalcomUnclear } from '../calcom-errors';
import { type CalcomAnswer, evidenceOf } from './calcom-answer';
import { failureIn } from './failure-in';
import { isObject, type Json, parseJson } from './json';

/** The body of a success. @throws CalcomError for every other answer */
export function successIn(answer: CalcomAnswer): Json {
  const failure = failureIn(answer);
  if (failure) throw failure;
  const body = parseJson(answer.body);
  return isObject(body) ? body : wrongShape(answer, 'no JSON object');
}

/** For a success that is not what was asked for: an unknown version is answered in another shape, with the same status. */
export function wrongShape(answer: CalcomAnswer, what: string): never {
  throw new CalcomUnclear('unexpected_shape', evidenceOf(answer), `${what}; was cal-api-version understood?`);
}

import { changesConformance } from './conformance/changes';
import { changeOfMindConformance } from './conformance/change-of-mind';
import { decisionsConformance } from './conformance/decisions';
import { settlementsConformance } from './conformance/settlements';
import { stepsConformance } from './conformance/steps';
import { type AttemptsUnderTest, Desk, StandingClock } from './conformance/under-test';

export { functionCall } from './conformance/function-calls';
export { type AttemptsUnderTest, beginWithinMs, part, StandingClock } from './conformance/under-test';

/** What every implementation of `Attempts` promises. `make` gives an empty one. */
export function attemptsConformance(make: (clock: StandingClock) => Promise<AttemptsUnderTest>): void {
  const fresh = async (): Promise<Desk> => {
    const clock = new StandingClock();
    return new Desk(await make(clock), clock);
  };
  decisionsConformance(fresh);
  changeOfMindConformance(fresh);
  changesConformance(fresh);
  stepsConformance(fresh);
  settlementsConformance(fresh);
}

import { CatalogueSource } from '@callbook/catalogue';
import type { Provider } from '@nestjs/common';
import { OutcomeWaiters } from '../booking-outcome/outcome-waiters';
import { RequestOutcomes } from '../booking-outcome/request-outcomes';
import { Callers } from '../callers/callers';
import { FreeTimes } from '../check-availability/free-times';
import { Events } from '../events';
import { Clock } from '../time/clock';
import { Timers } from '../time/timers';
import { agentFunctionsOf, type Deadlines } from '../use-cases';
import { AgentFunctions } from './agent-functions';

/** The agent's functions, wired. */
export function agentFunctions(deadlines: Deadlines): Provider {
  return {
    provide: AgentFunctions,
    inject: [CatalogueSource, OutcomeWaiters, Events, RequestOutcomes, Callers, FreeTimes, Clock, Timers],
    useFactory: (
      catalogues: CatalogueSource,
      waiters: OutcomeWaiters,
      events: Events,
      outcomes: RequestOutcomes,
      callers: Callers,
      freeTimes: FreeTimes,
      clock: Clock,
      timers: Timers,
    ) => agentFunctionsOf({ catalogues, waiters, events, outcomes, callers, freeTimes, clock, timers }, deadlines),
  };
}

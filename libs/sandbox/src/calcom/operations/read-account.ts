import { eventTypeOutput, oldEventTypeGroups } from '../output/event-type.output';
import { notFound } from '../refusals';
import { type Operation, type OperationContext } from '../routes';

export const getMe: Operation = function* ({ caller }) {
  return { data: { ...caller?.user, defaultScheduleId: null, weekStart: 'Monday', timeFormat: 24 } };
};

/** The individual event types the key sees; those of teams are listed elsewhere. Or one user's with `?username=`. */
export const listEventTypes: Operation = function* (context) {
  return { data: visible(context).map((eventType) => eventTypeOutput(eventType, context.world)) };
};

export const listOldEventTypes: Operation = function* (context) {
  return { data: oldEventTypeGroups(visible(context), context.world) };
};

function visible({ world, caller, request }: OperationContext) {
  const { username } = request.query;
  const owner = world.seed.hosts.find((host) => host.username === username);
  if (username && !owner) throw notFound(`User with username ${username} not found`);
  return world.seed.eventTypes.filter(
    ({ hostId, team }) => !team && caller?.hostIds.includes(hostId) && (!owner || hostId === owner.id),
  );
}

import { type CalcomEventType, hostIdsOf } from '../../seed/event-type';
import { eventTypeOutput, isOfTeam, oldEventTypeGroups } from '../output/event-type.output';
import { notFound } from '../refusals';
import { type Operation, type OperationContext } from '../routes';

/** The individual event types of the key's own user, or with `?username=` of that one; those of teams are listed elsewhere. */
export const listEventTypes: Operation = function* (context) {
  const { world, caller, request } = context;
  const { username } = request.query;
  const owner = username ? world.seed.hosts.find((host) => host.username === username) : caller?.user;
  if (!owner) throw notFound(`User with username ${username} not found`);
  const listed = world.seed.eventTypes.filter(
    (eventType) =>
      !isOfTeam(eventType) && eventType.hostId === owner.id && (!eventType.hidden || caller?.user.id === owner.id),
  );
  return { data: listed.map((eventType) => eventTypeOutput(eventType, world)) };
};

export const listOldEventTypes: Operation = function* ({ world, caller }) {
  const seen = world.seed.eventTypes.filter(
    (eventType) => !isOfTeam(eventType) && caller?.hostIds.includes(eventType.hostId),
  );
  return { data: oldEventTypeGroups(seen, world) };
};

/** One event type, hidden or not, if the key may see it: whoever may not is told that there is none. */
export const getEventType: Operation = function* (context) {
  const [, id = ''] = /(\d+)$/.exec(context.request.path) ?? [];
  const eventType = context.world.eventType(Number(id));
  if (!eventType || !maySee(context, eventType)) throw notFound(`Event type with id ${id} not found`);
  return { data: eventTypeOutput(eventType, context.world) };
};

/** The teams the key's user belongs to: in the sandbox those with a host it may see. */
export const listTeams: Operation = function* (context) {
  return { data: teamsOf(context).map(({ id, slug, name }) => ({ id, slug, name })) };
};

export const listTeamEventTypes: Operation = function* (context) {
  const [, teamId = ''] = /teams\/(\d+)\//.exec(context.request.path) ?? [];
  const team = teamsOf(context).find(({ id }) => id === Number(teamId));
  if (!team) throw notFound(`Team with id ${teamId} not found`);
  const { world } = context;
  const listed = world.seed.eventTypes.filter((eventType) => world.teamOf(eventType)?.id === team.id);
  return { data: listed.map((eventType) => eventTypeOutput(eventType, world)) };
};

function maySee({ caller }: OperationContext, eventType: CalcomEventType): boolean {
  return hostIdsOf(eventType).some((id) => caller?.hostIds.includes(id));
}

function teamsOf(context: OperationContext) {
  const { world } = context;
  return world.seed.teams.filter(({ id }) =>
    world.seed.eventTypes.some((eventType) => world.teamOf(eventType)?.id === id && maySee(context, eventType)),
  );
}

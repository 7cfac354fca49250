import { type Operation } from '../routes';

export const getMe: Operation = function* ({ caller }) {
  return { data: { ...caller?.user, defaultScheduleId: null, weekStart: 'Monday', timeFormat: 24 } };
};

import type { AlertContent, GroupInAlert } from './alert';

/** In a few lines, with the command to run next. English: it is read by operators, beside commands that are. */
export function alertWords(content: AlertContent): string {
  switch (content.kind) {
    case 'new':
      return `Dead letters: ${nameOf(content.about)}. ${countOf(content.about)}\n${lookAt(content.about)}`;
    case 'many': {
      const { what, about, groups } = content;
      const heads = {
        new: `Dead letters of ${groups} new causes:`,
        growing: `${groups} causes grow:`,
        over: `Over: ${groups} causes:`,
      };
      const more = groups > about.length ? [`and ${groups - about.length} more`] : [];
      return [heads[what], ...about.map(nameOf), ...more, 'Look: callbook dlq groups'].join('\n');
    }
    case 'growing': {
      const { about, deaths, withinMinutes } = content;
      return `Growing: ${nameOf(about)}: ${deaths} in ${withinMinutes} minutes. ${countOf(about)}\n${lookAt(about)}`;
    }
    case 'over':
      return content.because === 'settled'
        ? `Over: ${nameOf(content.about)}. None is open any more.`
        : `Quiet: ${nameOf(content.about)}. None came for a while. ${countOf(content.about)}\n${lookAt(content.about)}`;
    case 'test':
      return `This is a test of Callbook's alerts, asked for by ${content.by}. Nothing is wrong.`;
  }
}

const nameOf = ({ queue, code, eventType, company }: GroupInAlert): string =>
  `${queue}, ${code}${eventType ? `, ${eventType}` : ''}${company ? `, ${company}` : ''}`;

const countOf = ({ open, firstSeen }: GroupInAlert): string =>
  `${open} open, the first of ${firstSeen.slice(0, 16).replace('T', ' ')} UTC.`;

const lookAt = ({ group }: GroupInAlert): string => `Look: callbook dlq ls --group ${group}`;

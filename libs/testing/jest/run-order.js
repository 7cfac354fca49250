const { default: TestSequencer } = require('@jest/test-sequencer');

/**
 * Spec files in the order they are taken up: those that run all apps, each followed by its share of those that run parts of one, last
 * those that run nothing. So two that want every core seldom meet, and no long one is left for the end, where it would run alone.
 */
module.exports = class RunOrder extends TestSequencer {
  sort(tests) {
    const ordered = super.sort(tests);
    const of = (project) => ordered.filter(({ context }) => context.config.displayName?.name === project);
    const [flows, parts, units] = [of('flow'), of('integration'), of('unit')];
    const share = Math.ceil(parts.length / Math.max(flows.length, 1));
    const mixed = flows.flatMap((flow, place) => [flow, ...parts.slice(place * share, (place + 1) * share)]);
    return [...mixed, ...parts.slice(flows.length * share), ...units];
  }
};

import { difference, subjectOf } from './effect';

const made = 'appointments made 1f00 ab12';
const changed = 'calls changed 2e00 status';
const told = 'event published appointment.recorded.v1 1f00';

describe('what a message did', () => {
  it.each([
    [[], [], []],
    [[made, told], [told, made], []],
    [[made], [made, changed], [changed]],
    [[made, changed], [made], [changed]],
    [[], [told], [told]],
    [[changed], ['calls changed 2e00 status,summary'], ['calls changed 2e00 status,summary', changed]],
  ])('compared with the prediction %j and the effect %j differs by %j', (predicted, did, lines) => {
    expect(difference(predicted, did)).toEqual(lines);
  });

  it.each([
    [made, '1f00'],
    [changed, '2e00'],
    [told, '1f00'],
    ['owedAnswers removed 3d00', '3d00'],
    ['attempts 4c00', '4c00'],
    ['', ''],
  ])('%s is about %s', (line, subject) => {
    expect(subjectOf(line)).toBe(subject);
  });
});

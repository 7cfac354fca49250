import { type ChainAnswer, isNews, nextRevision, type StoredChain } from './chain-revision';

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 21, 10, 0, seconds));

const stored: StoredChain = {
  uid: 'u1',
  contentHash: 'old',
  providerUpdatedAt: at(10),
  answeredAt: at(20),
  revision: 5,
};
const answer: ChainAnswer = {
  uid: 'u1',
  contentHash: 'new',
  providerUpdatedAt: at(10),
  askedAt: at(30),
  answeredAt: at(31),
};

describe('an answer about a chain', () => {
  it.each<[string, Partial<ChainAnswer>, boolean]>([
    ['is news when the provider changed it later', { providerUpdatedAt: at(11), askedAt: at(5) }, true],
    ['is old when the provider changed it earlier', { providerUpdatedAt: at(9) }, false],
    ['is no news when nothing differs', { contentHash: 'old', providerUpdatedAt: at(11) }, false],
    ['is news at an equal time stamp when asked for after the stored answer came', {}, true],
    ['is not taken at an equal time stamp when asked for before that', { askedAt: at(19) }, false],
    ['is news without a time stamp when asked for after the stored answer came', { providerUpdatedAt: null }, true],
    [
      'is not taken without a time stamp when asked for before that',
      { providerUpdatedAt: null, askedAt: at(20) },
      false,
    ],
    ['about another uid is judged by when it was asked for', { uid: 'u2', providerUpdatedAt: at(1) }, true],
  ])('%s', (_, difference, expected) => {
    expect(isNews({ ...answer, ...difference }, stored)).toBe(expected);
  });

  it('is news when nothing is known yet', () => {
    expect(isNews(answer, undefined)).toBe(true);
  });
});

describe('the next revision', () => {
  it('follows the clock but never falls back', () => {
    expect(nextRevision(undefined, at(0))).toBe(at(0).getTime());
    expect(nextRevision({ revision: at(60).getTime() }, at(0))).toBe(at(60).getTime() + 1);
  });
});

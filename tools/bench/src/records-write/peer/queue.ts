/** `two`: the call and the appointment alone. `all`: every row that records writes, but for the event it publishes. */
export const peerKinds = ['two', 'all'] as const;
export type PeerKind = (typeof peerKinds)[number];

/** Where a plain consumer takes its messages from: kept as safely as those of records. */
export const peerQueue = (kind: PeerKind): string => `peer.booking-created.${kind}`;
export const peerPattern = 'booking.created';
export const peerQueueOptions = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

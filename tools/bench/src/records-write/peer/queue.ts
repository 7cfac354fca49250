/** Where the plain consumer takes its messages from: kept as safely as those of records. */
export const peerQueue = 'peer.booking-created';
export const peerPattern = 'booking.created';
export const peerQueueOptions = { durable: true, arguments: { 'x-queue-type': 'quorum' } };

import http from 'node:http';
import https from 'node:https';
import { type Socket } from 'node:net';

/**
 * Tells, after a failure, whether a request can have left this machine. An error code cannot: a reset may come before the
 * TLS handshake or after the booking. So the connection is watched. Until it stands, nothing of the request is on the wire
 * (Node holds it back); from then on it may have arrived.
 */
export class Departure {
  #possible = false;

  get possible(): boolean {
    return this.#possible;
  }

  /** For axios' `transport`: node:http and node:https as they are, which follow no redirects. */
  readonly transport = {
    request: (options: https.RequestOptions, onResponse: (response: http.IncomingMessage) => void) => {
      const secure = options.protocol === 'https:';
      const request = (secure ? https : http).request(options, onResponse);
      return request.once('socket', (socket) => this.watch(socket, secure ? 'secureConnect' : 'connect'));
    },
  };

  private watch(socket: Socket, established: 'connect' | 'secureConnect'): void {
    const depart = () => (this.#possible = true);
    if (socket.connecting) socket.once(established, depart);
    else depart(); // a kept-alive connection
  }
}

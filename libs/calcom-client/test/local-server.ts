import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface ReceivedRequest {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
  /** Tells one connection from another. */
  readonly remotePort: number | undefined;
}

export interface LocalServer {
  readonly port: number;
  /** Every request that was received whole. */
  readonly received: ReceivedRequest[];
  close(): Promise<void>;
}

export type Responder = (response: http.ServerResponse, request: ReceivedRequest) => void;

/** A real HTTP server on 127.0.0.1 that reads each request whole and answers as told. */
export function localServer(respond: Responder, tls?: { key: string; cert: string }): Promise<LocalServer> {
  const received: ReceivedRequest[] = [];
  const listener: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method, url, headers, socket } = request;
      const whole = { method, url, headers, body: Buffer.concat(chunks).toString(), remotePort: socket.remotePort };
      received.push(whole);
      respond(response, whole);
    });
  };
  return listening(tls ? https.createServer(tls, listener) : http.createServer(listener), received);
}

/** Knows no HTTP: does with each connection as told. */
export const rawServer = (onConnection: (socket: Socket) => void): Promise<LocalServer> =>
  listening(net.createServer(onConnection), []);

function listening(server: net.Server, received: ReceivedRequest[]): Promise<LocalServer> {
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      sockets.forEach((socket) => socket.destroy());
    });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => resolve({ port: (server.address() as AddressInfo).port, received, close })),
  );
}

export const json = (
  response: http.ServerResponse,
  status: number,
  body: unknown,
  headers: http.OutgoingHttpHeaders = {},
) => void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));

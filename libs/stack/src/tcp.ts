import { connect } from 'node:net';

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** Whether somebody accepts connections there, within two seconds. */
export function accepts(address: Address): Promise<boolean> {
  return talk(address, 'connect');
}

/** Whether somebody answers these bytes (as Latin-1) there, within two seconds. */
export function answers(address: Address, bytes: string): Promise<boolean> {
  return talk(address, 'data', bytes);
}

function talk(address: Address, success: 'connect' | 'data', bytes = ''): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.write(bytes, 'latin1'));
    const settle = (succeeded: boolean) => {
      socket.destroy();
      resolve(succeeded);
    };
    socket.setTimeout(2_000, () => settle(false));
    socket.once(success, () => settle(true));
    socket.once('error', () => settle(false));
    socket.once('close', () => settle(false));
  });
}

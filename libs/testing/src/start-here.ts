/** A Nest app, as far as it is started here. */
interface StartableApp {
  connectMicroservice(options: { strategy: object }): unknown;
  init(): Promise<unknown>;
  startAllMicroservices(): Promise<unknown>;
  listen(port: number, host: string): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts an app in this process: consumers, then HTTP on a free port. One that cannot start is closed again. */
export async function startHere<App extends StartableApp>(app: App, strategyFor: (app: App) => object): Promise<App> {
  try {
    app.connectMicroservice({ strategy: strategyFor(app) });
    await app.init();
    await app.startAllMicroservices();
    await app.listen(0, '127.0.0.1');
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** Jest's globalTeardown: stops what the setup has started. */
export default async function teardown() {
  await Reflect.get(globalThis, 'stopTestServers')?.();
}

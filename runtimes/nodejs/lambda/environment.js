// The environment variables that Lambda's Node has beside those of the function.

const PATHS =
  "/opt/nodejs/nodeN/node_modules:/opt/nodejs/node_modules:/var/runtime/node_modules:/var/runtime:/var/task";

/** The variables that the runtime sets itself. */
const own = (runtime, handler, memoryMb) => ({
  AWS_EXECUTION_ENV: `AWS_Lambda_${runtime}`,
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(memoryMb),
  AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
  AWS_LAMBDA_RUNTIME_API: "169.254.100.1:9001",
  AWS_XRAY_CONTEXT_MISSING: "LOG_ERROR",
  AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1:2000",
  _AWS_XRAY_DAEMON_ADDRESS: "169.254.100.1",
  _AWS_XRAY_DAEMON_PORT: "2000",
  _HANDLER: handler,
  LAMBDA_TASK_ROOT: "/var/task",
  LAMBDA_RUNTIME_DIR: "/var/runtime",
  LANG: "en_US.UTF-8",
  LD_LIBRARY_PATH: "/var/lang/lib:/lib64:/usr/lib64:/var/runtime:/var/runtime/lib:/var/task:/var/task/lib:/opt/lib",
  NODE_PATH: PATHS.replace("nodeN", `node${/\d+/.exec(runtime)?.[0] ?? "24"}`),
  PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
  PWD: "/var/task",
  SHLVL: "0",
  TZ: ":UTC",
});

/** `process.env`: whatever is put there becomes a text, as in Node. */
export function environment(runtime, handler, memoryMb, variables) {
  const values = { ...own(runtime, handler, memoryMb), ...variables };
  return new Proxy(values, {
    set: (target, name, value) => Reflect.set(target, name, String(value)),
    defineProperty: (target, name, descriptor) =>
      Reflect.defineProperty(target, name, { ...descriptor, value: String(descriptor.value) }),
  });
}

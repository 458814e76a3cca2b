// Which hosts a handler reaches: AWS's, and no other. What would happen to others on a machine without a network,
// happens here.

const AWS = /(?:^|\.)(?:amazonaws\.com|on\.aws)$/i;
const ADDRESS = /^(?:\d{1,3}\.){3}\d{1,3}$|:|^localhost$/;

/** Why nothing can be sent to `host`, as the error that Node gives; nothing when it is AWS's. */
export function refusal(host, port) {
  if (AWS.test(host)) return undefined;
  if (ADDRESS.test(host)) {
    const address = host === "localhost" ? "127.0.0.1" : host;
    return Object.assign(new Error(`connect ECONNREFUSED ${address}:${port}`), {
      errno: -111,
      code: "ECONNREFUSED",
      syscall: "connect",
      address,
      port: Number(port),
    });
  }
  return Object.assign(new Error(`getaddrinfo ENOTFOUND ${host}`), {
    errno: -3008,
    code: "ENOTFOUND",
    syscall: "getaddrinfo",
    hostname: host,
  });
}

// The module `os`, as a small Lambda environment shows it.

const BYTES = 1024 * 1024;
const memory = () => Number(process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE ?? 128) * BYTES;
const ERRNO = {
  E2BIG: 7,
  EACCES: 13,
  EADDRINUSE: 98,
  ECONNREFUSED: 111,
  ECONNRESET: 104,
  EEXIST: 17,
  ENOENT: 2,
  ENOSPC: 28,
  ENOTDIR: 20,
  EPERM: 1,
  EPIPE: 32,
  EROFS: 30,
  ETIMEDOUT: 110,
};
const SIGNALS = {
  SIGHUP: 1,
  SIGINT: 2,
  SIGQUIT: 3,
  SIGABRT: 6,
  SIGKILL: 9,
  SIGSEGV: 11,
  SIGPIPE: 13,
  SIGALRM: 14,
  SIGTERM: 15,
};
const processor = () => ({
  model: "Intel(R) Xeon(R) Processor @ 2.50GHz",
  speed: 2500,
  times: { user: 0, nice: 0, sys: 0, idle: 0, irq: 0 },
});

export default {
  EOL: "\n",
  devNull: "/dev/null",
  platform: () => "linux",
  type: () => "Linux",
  release: () => "5.10.245-266.983.amzn2.x86_64",
  version: () => "#1 SMP",
  machine: () => "x86_64",
  arch: () => "x64",
  endianness: () => "LE",
  hostname: () => "169.254.100.6",
  homedir: () => process.env.HOME ?? "/home/sbx_user1051",
  tmpdir: () => process.env.TMPDIR ?? "/tmp",
  cpus: () => [processor(), processor()],
  availableParallelism: () => 2,
  totalmem: memory,
  freemem: () => Math.max(0, memory() - process.memoryUsage.rss()),
  loadavg: () => [0, 0, 0],
  uptime: () => process.uptime(),
  networkInterfaces: () => ({
    lo: [
      {
        address: "127.0.0.1",
        netmask: "255.0.0.0",
        family: "IPv4",
        mac: "00:00:00:00:00:00",
        internal: true,
        cidr: "127.0.0.1/8",
      },
    ],
  }),
  userInfo: () => ({
    uid: 993,
    gid: 990,
    username: "sbx_user1051",
    homedir: "/home/sbx_user1051",
    shell: "/sbin/nologin",
  }),
  getPriority: () => 0,
  setPriority() {},
  constants: { errno: ERRNO, signals: SIGNALS, priority: {} },
};

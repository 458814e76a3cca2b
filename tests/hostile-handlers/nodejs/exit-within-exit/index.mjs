process.on('exit', () => process.exit(9));
process.on('uncaughtException', () => process.exit(8));
process.on('unhandledRejection', () => process.exit(6));
export const handler = async () => { setTimeout(() => { throw new Error('x'); }, 1); await new Promise(() => {}); };

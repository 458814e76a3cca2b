import { hostile, scope } from './attempts.mjs';
export const handler = async () => {
  hostile?.port.close();
  scope.close?.();
  while (true);
};

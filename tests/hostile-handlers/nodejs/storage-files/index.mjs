import { attempts, scope } from './attempts.mjs';
export const handler = () => attempts({
  private: async () => (await scope.navigator.storage.getDirectory()).getFileHandle('hostile', { create: true }),
  persist: () => scope.navigator.storage.persist().then((kept) => kept || Promise.reject(new Error('it is not kept'))),
  bucket: () => scope.navigator.storageBuckets.open('hostile'),
  older: () => new Promise((resolve, reject) => scope.webkitRequestFileSystem(0, 1024, resolve, reject)),
  olderSync: () => scope.webkitRequestFileSystemSync(0, 1024),
  picked: () => scope.showOpenFilePicker(),
});

import { createCipheriv, createDecipheriv, createHash, createHmac, pbkdf2Sync, timingSafeEqual } from 'node:crypto';
export const handler = async () => {
  const key = Buffer.alloc(32, 1);
  const cipher = createCipheriv('aes-256-gcm', key, Buffer.alloc(12));
  const sealed = Buffer.concat([cipher.update('secret', 'utf8'), cipher.final()]);
  const decipher = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12));
  decipher.setAuthTag(cipher.getAuthTag());
  const opened = Buffer.concat([decipher.update(sealed), decipher.final()]).toString();
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from('abc'));
  return [
    createHash('sha256').update('abc').digest('hex'),
    createHash('md5').update('abc').digest('base64'),
    createHmac('sha1', 'key').update('abc').digest('hex'),
    opened, sealed.toString('hex'),
    pbkdf2Sync('password', 'salt', 1, 20, 'sha1').toString('hex'),
    timingSafeEqual(Buffer.from('a'), Buffer.from('a')),
    Buffer.from(digest).toString('hex').slice(0, 8),
  ];
};

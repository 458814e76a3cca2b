export const handler = async () => {
  const date = new Date('2026-03-29T12:00:00');
  return [date.toISOString(), date.getHours(), date.getTimezoneOffset(), String(date), date.toLocaleString(), new Date(2026, 0, 1).toISOString(), new Date('Jan 5 2026 10:00').toISOString(), new Date('2026-01-01T00:00:00+02:00').toISOString(), new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Berlin', timeStyle: 'short' }).format(date), Intl.DateTimeFormat().resolvedOptions().timeZone];
};

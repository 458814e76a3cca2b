class NotFound extends Error {
  constructor(id) {
    super(`no item ${id}`);
    this.name = 'NotFound';
    this.id = id;
  }
}
export const handler = async () => {
  throw new NotFound(7);
};

const a = 1;
exports.handler = async () => {
  if (a {
    return 1;
  }
};

exports.handler = async () => { throw new Error('first line'); };

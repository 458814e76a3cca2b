exports.name = 'the folder';

exports.handler = () => "plain";

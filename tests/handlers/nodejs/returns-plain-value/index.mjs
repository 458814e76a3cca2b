export const handler = () => "plain";

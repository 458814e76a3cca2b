import axios from 'axios';
export const handler = async () => {};

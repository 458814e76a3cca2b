const AWS = require('aws-sdk');
const documents = new AWS.DynamoDB.DocumentClient();

exports.handler = async () => {
  try {
    const found = await documents.scan({ TableName: 'People' }).promise();
    return { statusCode: 200, body: JSON.stringify(found.Items) };
  } catch (error) {
    return { statusCode: 500, body: JSON.stringify({ message: error.code }) };
  }
};

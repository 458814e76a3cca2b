// The cloud from the page's console: `coldstart.fetch`, which is how a learner would look for themselves.
// Each call is a message of the run, so a story asks only once the run has come to rest.

export class Cloud {
  constructor(page) {
    this.page = page;
  }

  /** Sends a request as the account's owner: its status and its text. */
  send(url, init) {
    return this.page.evaluate(async ([url, init]) => {
      const response = await globalThis.coldstart.fetch(url, init);
      return { status: response.status, text: await response.text() };
    }, [url, init]);
  }

  /** The keys in a bucket, as S3 lists them. */
  async keys(bucket) {
    const { text } = await this.send(`${host(bucket)}/?list-type=2`);
    return this.page.evaluate((xml) => {
      const keys = new DOMParser().parseFromString(xml, 'application/xml').getElementsByTagName('Key');
      return [...keys].map((key) => key.textContent);
    }, text);
  }

  /** Width and height of a picture in a bucket, by the browser's own decoder. */
  size(bucket, key) {
    return this.page.evaluate(async (url) => {
      const response = await globalThis.coldstart.fetch(url);
      if (!response.ok) return `${response.status} ${await response.text()}`;
      const picture = await createImageBitmap(new Blob([await response.arrayBuffer()]));
      return [picture.width, picture.height];
    }, address(bucket, key));
  }

  /** The lines that a function has logged and that contain `words`. */
  async log(name, words) {
    const { text } = await this.send('https://logs.us-east-1.amazonaws.com/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': 'Logs_20140328.FilterLogEvents' },
      body: JSON.stringify({ logGroupName: `/aws/lambda/${name}`, filterPattern: words }),
    });
    return JSON.parse(text).events.map((event) => event.message);
  }

  /** An operation of DynamoDB. */
  dynamodb(operation, input) {
    return this.send('https://dynamodb.us-east-1.amazonaws.com/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: JSON.stringify(input),
    });
  }

  /** An IAM action, in IAM's protocol. */
  iam(action, parameters) {
    return this.send('https://iam.amazonaws.com/', {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ Action: action, Version: '2010-05-08', ...parameters }).toString(),
    });
  }
}

const host = (bucket) => `https://${bucket}.s3.us-east-1.amazonaws.com`;

/** The address of an object. */
export function address(bucket, key) {
  return `${host(bucket)}/${key.split('/').map(encodeURIComponent).join('/')}`;
}

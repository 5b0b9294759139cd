// Verifies a request as a receiver with the reference library does: headers and body as they came, the secret as it was shown.
import { readFileSync } from 'node:fs';
import { Webhook } from 'standardwebhooks';

const [secret, requestFile] = process.argv.slice(2);
const { headers, body } = JSON.parse(readFileSync(requestFile, 'utf8'));
const event = new Webhook(secret).verify(Buffer.from(body, 'base64'), headers);
console.log(JSON.stringify(event));

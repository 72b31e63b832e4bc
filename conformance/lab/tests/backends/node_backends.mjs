// Runs backends as they are, each on a free port instead of its own.

import { readFileSync } from 'node:fs';
import net from 'node:net';
import { pathToFileURL } from 'node:url';

const backends = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const say = (line) => process.stdout.write(`${line}\n`);
const listen = net.Server.prototype.listen;

console.log = () => {};

for (const { id, file } of backends) {
  const listening = new Promise((resolve) => {
    net.Server.prototype.listen = function () {
      return listen.call(this, 0, '127.0.0.1', () => resolve(this.address().port));
    };
  });
  await import(pathToFileURL(file));
  say(`${id} ${await listening}`);
}

// Runs a plain server with a snippet pasted into it, sends it the requests, and prints the answers.

const { readFileSync } = require('node:fs');
const http = require('node:http');

const [kind, snippetFile, requestsFile] = process.argv.slice(2);
const snippet = readFileSync(snippetFile, 'utf8');
const requests = JSON.parse(readFileSync(requestsFile, 'utf8'));
const servers = {
  express: `const express = require('express'); const app = express();\n${snippet}\napp.all('/api', (req, res) => res.json({}));\nreturn http.createServer(app)`,
  koa: `const Koa = require('koa'); const app = new Koa();\n${snippet}\napp.use((ctx) => { ctx.body = {} });\nreturn http.createServer(app.callback())`,
  node: `${snippet}\nreturn http.createServer((request, response) => {\nif (answersPreflight(request, response)) return\nresponse.end('{}') })`,
};
const server = new Function('require', 'http', servers[kind])(require, http);

const ask = (port, { method, headers }) =>
  new Promise((resolve) => {
    const request = http.request({ port, host: '127.0.0.1', path: '/api', method, headers }, (response) => {
      response.resume();
      response.on('end', () => resolve({ status: response.statusCode, headers: pairs(response.rawHeaders) }));
    });
    request.end();
  });
const pairs = (raw) => raw.flatMap((name, place) => (place % 2 ? [] : [[name, raw[place + 1]]]));

server.listen(0, '127.0.0.1', async () => {
  const answers = [];
  for (const request of requests) answers.push(await ask(server.address().port, request));
  process.stdout.write(JSON.stringify(answers));
  process.exit();
});

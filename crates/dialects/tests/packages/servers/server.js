'use strict';
// Runs many applications on one port: application N answers below /N/. What an application hands to `listen` is taken
// instead of listened to.

const fs = require('fs');
const http = require('http');

const handlers = JSON.parse(fs.readFileSync(process.argv[2], 'utf8')).map(load);

function load(source) {
  let handler;
  const shims = {
    express: () => {
      const express = require('express');
      const application = () => {
        const app = express();
        app.listen = () => {
          app.use((req, res) => res.send('ok'));
          handler = app;
        };
        return app;
      };
      return Object.assign(application, express);
    },
    http: () => ({ createServer: (listener) => ({ listen: () => { handler = listener; } }) }),
  };
  const load = (name) => (shims[name] ? shims[name]() : require(name));
  new Function('require', 'module', source.code)(load, { exports: {} });
  return handler;
}

http.createServer((req, res) => {
  const [, number, rest] = /^\/(\d+)(.*)$/.exec(req.url);
  req.url = rest || '/';
  handlers[number](req, res);
}).listen(0, '127.0.0.1', function () {
  console.log(this.address().port);
});

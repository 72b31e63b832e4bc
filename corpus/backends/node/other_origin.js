const http = require('http')

http.createServer(function (req, res) {
  res.setHeader('Access-Control-Allow-Origin', 'https://my-app.netlify.app')
  res.setHeader('Access-Control-Allow-Methods', 'GET')

  if (req.method === 'OPTIONS') {
    res.writeHead(405)
    res.end()
    return
  }

  res.end(JSON.stringify({ now: Date.now() }))
}).listen(3000)

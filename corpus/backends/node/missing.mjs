import { createServer } from 'node:http'

const tasks = new Map([['1', { title: 'Write tests' }]])

createServer(async (request, response) => {
  const id = request.url.split('/').pop()
  if (request.method === 'PUT' && tasks.has(id)) {
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(tasks.get(id)))
    return
  }
  response.statusCode = 404
  response.end('not found')
}).listen(5001)

const express = require('express')

const app = express()

function requireToken(req, res, next) {
  if (!req.headers.authorization) {
    return res.status(401).json({ error: 'No token provided' })
  }
  next()
}

app.use(express.json())
app.use(requireToken)

app.get('/profile', (req, res) => {
  res.json({ name: 'Ada' })
})

app.listen(3000)

import express from 'express'
import cors from 'cors'

const app = express()
const port = process.env.PORT || 4000

app.use(cors())
app.use(express.json())

app.post('/login', (req, res) => {
  res.cookie('session', 'abc123', { httpOnly: true })
  res.json({ ok: true, user: req.body.name })
})

app.listen(port, () => console.log(`listening on ${port}`))

const express = require('express');
const cors = require('cors');
const app = express();

const whitelist = ['https://www.example.com', 'http://localhost:3000'];

const corsOptions = {
  origin: function (origin, callback) {
    if (whitelist.indexOf(origin) !== -1 || !origin) {
      callback(null, true);
    } else {
      callback(new Error('Not allowed by CORS'));
    }
  },
  credentials: true,
  methods: ['GET', 'POST'],
};

app.use(cors(corsOptions));
app.options('*', cors());

app.delete('/api/users/:id', (req, res) => {
  res.json({ deleted: req.params.id });
});

app.use((err, req, res, next) => {
  res.status(500).json({ message: err.message });
});

app.listen(5000, () => console.log('CORS-enabled web server listening on port 5000'));

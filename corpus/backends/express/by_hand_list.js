const express = require('express');
const app = express();

app.use(express.json());

app.use((req, res, next) => {
  const allowedOrigins = ['http://localhost:3000', 'https://my-shop.onrender.com'];
  const origin = req.headers.origin;
  if (allowedOrigins.includes(origin)) {
    res.setHeader('Access-Control-Allow-Origin', origin);
  }
  res.header('Access-Control-Allow-Headers', 'Origin, X-Requested-With, Content-Type, Accept');
  res.header('Access-Control-Allow-credentials', true);
  res.header('Access-Control-Allow-Methods', 'GET, POST, PUT, DELETE, UPDATE');
  next();
});

app.post('/orders', (req, res) => res.status(201).json({ item: req.body.name }));

app.listen(3000);

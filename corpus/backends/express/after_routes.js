const express = require('express');
const cors = require('cors');
const app = express();

app.get('/products', (req, res) => {
  res.json([{ name: 'Shoes', price: 49 }]);
});

const corsOptions = {
  origin: 'http://localhost:5173',
  optionsSuccessStatus: 200, // some legacy browsers choke on 204
};

app.use(cors(corsOptions));

app.listen(3001);

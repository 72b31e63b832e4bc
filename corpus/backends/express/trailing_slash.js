const express = require('express');
const cors = require('cors');

const app = express();

app.use(cors({ origin: 'http://localhost:5173/' }));
app.use(express.json());

const todos = [{ id: 1, title: 'Learn CORS' }];

app.get('/api/todos', (req, res) => {
  res.json(todos);
});

app.listen(5000, () => {
  console.log('Server is running on port 5000');
});

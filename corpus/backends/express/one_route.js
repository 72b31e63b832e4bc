const express = require("express");
const cors = require("cors");

const app = express();
app.use(express.json());

app.get("/", (req, res) => res.send("It works"));

app.patch("/notes/:id", cors({ origin: "http://localhost:5173" }), (req, res) => {
  res.json({ id: req.params.id, text: req.body.text });
});

app.listen(process.env.PORT || 3001);

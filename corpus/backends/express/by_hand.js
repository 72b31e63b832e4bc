var express = require("express");
var bodyParser = require("body-parser");
var app = express();

app.use(bodyParser.json());

// Enable CORS
app.use(function(req, res, next) {
  res.header("Access-Control-Allow-Origin", "*");
  res.header("Access-Control-Allow-Headers", "Origin, X-Requested-With, Content-Type, Accept");
  next();
});

app.put("/api/items/:id", function(req, res) {
  res.send({ id: req.params.id, name: req.body.name });
});

app.listen(8080);

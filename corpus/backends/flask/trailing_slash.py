from flask import Flask, jsonify
from flask_cors import CORS

app = Flask(__name__)
CORS(app, origins=["http://localhost:5173/"])


@app.route("/api/data")
def get_data():
    return jsonify({"message": "Hello from Flask!"})


if __name__ == "__main__":
    app.run(debug=True, port=5000)

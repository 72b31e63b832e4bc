from flask import Flask, jsonify, request
from flask_cors import CORS

app = Flask(__name__)
cors = CORS(app, resources={r"/api/*": {"origins": "*"}})


@app.route("/api/cart", methods=["POST"])
def add_to_cart():
    item = request.get_json()
    return jsonify({"added": item["name"]}), 201


if __name__ == "__main__":
    app.run()

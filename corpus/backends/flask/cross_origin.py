from flask import Flask
from flask_cors import cross_origin

app = Flask(__name__)


@cross_origin(origins=["https://app.example.com"], methods=["GET"])
@app.route("/hello", methods=["GET", "PUT"])
def hello():
    return "Hello, cross-origin-world!"


if __name__ == '__main__':
    app.run()

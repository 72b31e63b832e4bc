import os

from flask import Flask, jsonify

def create_app():
    app = Flask(__name__)
    app.config["SECRET_KEY"] = os.environ.get("SECRET_KEY", "dev")

    @app.route("/users", methods=["GET", "POST"])
    def users():
        return jsonify([{"name": "Grace"}])

    return app


app = create_app()

if __name__ == "__main__":
    app.run()

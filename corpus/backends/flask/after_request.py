from flask import Flask, jsonify

app = Flask(__name__)


@app.after_request
def after_request(response):
    response.headers.add('Access-Control-Allow-Origin', '*')
    response.headers.add('Access-Control-Allow-Headers', 'Content-Type,Authorization')
    response.headers.add('Access-Control-Allow-Methods', 'GET,POST')
    return response


@app.route('/books/<int:book_id>', methods=['GET', 'DELETE'])
def book(book_id):
    return jsonify(id=book_id)


if __name__ == '__main__':
    app.run(host='0.0.0.0', port=8080)

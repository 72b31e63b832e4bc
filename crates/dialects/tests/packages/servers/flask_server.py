"""Runs many Flask applications on one port: application N answers below /N/."""

import json
import sys

from werkzeug.serving import WSGIRequestHandler, make_server


class Silent(WSGIRequestHandler):
    def log(self, *arguments):
        pass


def load(source):
    names = {"__name__": "application"}
    exec(source["code"], names)
    app = names["app"]
    methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "PURGE"]
    app.add_url_rule("/<path:rest>", "everything", lambda rest: "ok", methods=methods)
    return app


with open(sys.argv[1], encoding="utf-8") as file:
    APPLICATIONS = [load(source) for source in json.load(file)]


def dispatch(environ, start_response):
    _, number, rest = environ["PATH_INFO"].split("/", 2)
    environ["SCRIPT_NAME"] = ""
    environ["PATH_INFO"] = "/" + rest
    return APPLICATIONS[int(number)](environ, start_response)


server = make_server("127.0.0.1", 0, dispatch, threaded=True, request_handler=Silent)
print(server.port, flush=True)
server.serve_forever()

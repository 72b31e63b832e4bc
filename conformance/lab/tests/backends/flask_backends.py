"""Runs Flask backends as they are, each on a free port."""

import json
import sys
import threading

from werkzeug.serving import WSGIRequestHandler, make_server


class Silent(WSGIRequestHandler):
    def log(self, *arguments):
        pass


with open(sys.argv[1], encoding="utf-8") as file:
    backends = json.load(file)

for backend in backends:
    with open(backend["file"], encoding="utf-8") as source:
        names = {"__name__": "backend"}
        exec(compile(source.read(), backend["file"], "exec"), names)
    server = make_server("127.0.0.1", 0, names["app"], threaded=True, request_handler=Silent)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    print(backend["id"], server.port, flush=True)

threading.Event().wait()

"""Runs Django with one settings file on a free port, if the checks that `runserver` makes let it start."""

import json
import os
import sys
import types
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

with open(sys.argv[1], encoding="utf-8") as file:
    [backend] = json.load(file)

settings = Path(backend["file"])
sys.path.insert(0, str(settings.parent))
os.environ["DJANGO_SETTINGS_MODULE"] = settings.stem

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.management.base import SystemCheckError  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.http import JsonResponse  # noqa: E402
from django.urls import re_path  # noqa: E402
from django.views.decorators.csrf import csrf_exempt  # noqa: E402

urls = types.ModuleType("backend.urls")
urls.urlpatterns = [re_path(".*", csrf_exempt(lambda request: JsonResponse({"method": request.method})))]
sys.modules["backend"] = types.ModuleType("backend")
sys.modules["backend.urls"] = urls

try:
    with open(os.devnull, "w", encoding="utf-8") as nothing:
        call_command("check", stdout=nothing, stderr=nothing)
except SystemCheckError:
    print(backend["id"], "refused", flush=True)
    sys.exit()


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


class Threading(ThreadingMixIn, WSGIServer):
    daemon_threads = True


server = make_server("127.0.0.1", 0, get_wsgi_application(), server_class=Threading, handler_class=Silent)
print(backend["id"], server.server_port, flush=True)
server.serve_forever()

"""Runs Django under many settings on one port: settings N hold below /N/."""

import json
import sys
import types
from wsgiref.simple_server import WSGIRequestHandler, make_server

import django
from django.conf import settings
from django.http import HttpResponse
from django.test.utils import override_settings
from django.urls import re_path

urls = types.ModuleType("everything")
urls.urlpatterns = [re_path(".*", lambda request: HttpResponse("ok"))]
sys.modules["everything"] = urls

settings.configure(
    ALLOWED_HOSTS=["*"],
    INSTALLED_APPS=["corsheaders"],
    MIDDLEWARE=["corsheaders.middleware.CorsMiddleware", "django.middleware.common.CommonMiddleware"],
    ROOT_URLCONF="everything",
    SECRET_KEY="none",
)
django.setup()

from corsheaders.checks import check_settings  # noqa: E402
from django.core.wsgi import WSGIHandler  # noqa: E402


class Silent(WSGIRequestHandler):
    def log_message(self, *arguments):
        pass


def load(source):
    names = {}
    exec(source["code"], names)
    own = {name: value for name, value in names.items() if name.startswith("CORS_")}
    with override_settings(**own):
        errors = check_settings(app_configs=None) if source["check"] else []
        if errors:
            sys.exit(f"{errors}\n{source['code']}")
        return own, WSGIHandler()


with open(sys.argv[1], encoding="utf-8") as file:
    APPLICATIONS = [load(source) for source in json.load(file)]


def dispatch(environ, start_response):
    _, number, rest = environ["PATH_INFO"].split("/", 2)
    environ["PATH_INFO"] = "/" + rest
    own, handler = APPLICATIONS[int(number)]
    with override_settings(**own):
        return handler(environ, start_response)


server = make_server("127.0.0.1", 0, dispatch, handler_class=Silent)
print(server.server_port, flush=True)
server.serve_forever()

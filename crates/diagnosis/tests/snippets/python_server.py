"""Runs a plain application with a snippet pasted into it, sends it the requests, and prints the answers."""

import json
import sys
import types

kind, snippet_file, requests_file = sys.argv[1:]
with open(snippet_file, encoding="utf-8") as file:
    snippet = file.read()
with open(requests_file, encoding="utf-8") as file:
    requests = json.load(file)
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]


def flask():
    names = {"__name__": "__main__"}
    source = f"from flask import Flask\napp = Flask(__name__)\n{snippet}\n"
    exec(compile(source, "app.py", "exec"), names)
    app = names["app"]
    app.route("/api", methods=METHODS)(lambda: "{}")
    client = app.test_client()
    for request in requests:
        answer = client.open("/api", method=request["method"], headers=request["headers"])
        yield answer.status_code, list(answer.headers.items())


def fastapi():
    names = {"__name__": "__main__"}
    source = f"from fastapi import FastAPI\napp = FastAPI()\n{snippet}\n"
    exec(compile(source, "app.py", "exec"), names)
    from fastapi.testclient import TestClient

    app = names["app"]
    app.api_route("/api", methods=METHODS)(lambda: {})
    client = TestClient(app)
    for request in requests:
        answer = client.request(request["method"], "/api", headers=request["headers"])
        yield answer.status_code, list(answer.headers.multi_items())


def django():
    settings = {
        "INSTALLED_APPS": ["django.contrib.contenttypes"],
        "MIDDLEWARE": ["django.middleware.common.CommonMiddleware"],
    }
    exec(compile(snippet, "settings.py", "exec"), settings)
    from django.conf import settings as configured

    configured.configure(
        SECRET_KEY="x",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="urls",
        **{name: value for name, value in settings.items() if name.isupper()},
    )
    import django as package

    package.setup()
    from django.http import HttpResponse
    from django.test import Client
    from django.urls import path

    urls = types.ModuleType("urls")
    urls.urlpatterns = [path("api", lambda request: HttpResponse("{}"))]
    sys.modules["urls"] = urls
    client = Client()
    for request in requests:
        answer = client.generic(request["method"], "/api", headers=request["headers"])
        yield answer.status_code, list(answer.items())


answers = {"flask": flask, "fastapi": fastapi, "django": django}[kind]()
print(json.dumps([{"status": status, "headers": headers} for status, headers in answers]))

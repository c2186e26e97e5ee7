"""Told by MLflow's registry that an alias was set, asks the `dryf serve` on this machine to look for another model.

    WEBHOOK_SECRET=... python webhook.py --listen 0.0.0.0:9000 --serve http://127.0.0.1:8080 --alias champion

Registered once, with MLflow 3.3 or later on a SQL store (which asks for https and a public address unless it is told otherwise):

    from mlflow import MlflowClient
    MlflowClient().create_webhook(name="reload", url="https://scores.example/hook", secret="...",
                                  events=["model_version_alias.created"])

A message is taken where its signature is right and its time is at most five minutes ago. Standard library only.
"""

import argparse
import base64
import hashlib
import hmac
import http.server
import json
import os
import time
import urllib.request

OLDEST = 300.0
LARGEST = 1 << 20


def is_signed(headers, body, secret):
    """Whether the registry that knows the secret has sent this, lately."""
    number, sent = headers.get("X-MLflow-Delivery-Id", ""), headers.get("X-MLflow-Timestamp", "")
    if not sent.isdigit() or abs(time.time() - int(sent)) > OLDEST:
        return False
    signed = f"{number}.{sent}.".encode() + body
    expected = base64.b64encode(hmac.new(secret.encode(), signed, hashlib.sha256).digest()).decode()
    return hmac.compare_digest(headers.get("X-MLflow-Signature", "").encode(), f"v1,{expected}".encode())


class Hook(http.server.BaseHTTPRequestHandler):
    timeout = 10
    options = None
    secret = ""

    def do_POST(self):
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > LARGEST:
            return self.send_error(413)
        body = self.rfile.read(int(length))
        if not is_signed(self.headers, body, self.secret):
            return self.send_error(403)
        alias = json.loads(body).get("data", {}).get("alias")
        if alias == self.options.alias:
            request = urllib.request.Request(f"{self.options.serve}/reload", data=b"", method="POST")
            direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
            with direct.open(request, timeout=300) as answer:
                self.log_message("%s", answer.read().decode("utf-8"))
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--listen", default="127.0.0.1:9000", metavar="HOST:PORT")
    parser.add_argument("--serve", default="http://127.0.0.1:8080", metavar="URL")
    parser.add_argument("--alias", default="champion")
    Hook.options, Hook.secret = parser.parse_args(), os.environ["WEBHOOK_SECRET"]
    host, _, port = Hook.options.listen.rpartition(":")
    http.server.ThreadingHTTPServer((host, int(port)), Hook).serve_forever()


if __name__ == "__main__":
    main()

"""A proxy between a client and a tracking server, which goes wrong as a test wants."""

import contextlib
import http.client
import http.server
import socket
import threading
import time

BEFORE, AFTER = "cut before the server hears of it", "cut after the server acted"


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def handle_any(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        with self.server.lock:
            self.server.seen.append(f"{self.command} {self.path}")
            number = len(self.server.seen)
        fault = self.server.fault(number, self)
        if fault == BEFORE:
            return self.cut()
        if isinstance(fault, tuple):
            return self.answer(*fault)
        inner = http.client.HTTPConnection("127.0.0.1", self.server.behind, timeout=60)
        kept = {key: value for key, value in self.headers.items() if key.lower() not in ("host", "connection")}
        inner.request(self.command, self.path, body=body, headers=kept | {"Host": f"127.0.0.1:{self.server.behind}"})
        answer = inner.getresponse()
        data = answer.read()
        inner.close()
        if fault == AFTER:
            return self.cut()
        self.answer(answer.status, data, answer.getheader("Content-Type") or "application/json")

    do_GET = do_POST = do_PUT = do_PATCH = handle_any

    def answer(self, status, data, media_type="text/html", **headers):
        with contextlib.suppress(OSError):  # one who waited no longer
            self.send_response(status)
            for key, value in (headers | {"Content-Type": media_type, "Content-Length": str(len(data))}).items():
                self.send_header(key, value)
            self.end_headers()
            self.wfile.write(data)

    def cut(self):
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.shutdown(socket.SHUT_RDWR)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64


@contextlib.contextmanager
def between(uri, fault=lambda number, handler: None, tls=None):
    """Gives the proxy's address, and the list of requests that it has seen. `fault(number, handler)` says from 1 on what becomes of
    each: nothing, BEFORE, AFTER, or an answer in place of the server's."""
    with Server(("127.0.0.1", 0), Handler) as proxy:
        proxy.behind = int(uri.rsplit(":", 1)[1]) if uri else None
        proxy.fault, proxy.seen, proxy.lock = fault, [], threading.Lock()
        if tls:
            proxy.socket = tls.wrap_socket(proxy.socket, server_side=True)
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield f"{'https' if tls else 'http'}://127.0.0.1:{proxy.server_address[1]}", proxy.seen
        proxy.shutdown()


def never(seconds):
    """A fault: no answer for so long."""

    def fault(number, handler):
        time.sleep(seconds)
        return BEFORE

    return fault

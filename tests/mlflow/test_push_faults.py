"""`dryf push` over a connection that breaks, to servers that answer otherwise than they should, and with logins: nothing is lost,
and what is said names the remedy."""

import datetime
import getpass
import ipaddress
import os
import re
import signal
import ssl
import subprocess
from concurrent.futures import ThreadPoolExecutor

import pytest
from mlflow import MlflowClient

import checks
from archives import BINARY, push
from between import AFTER, BEFORE, between, never
from servers import empty, free_port, running
from test_replay import runs


@pytest.fixture(scope="module")
def small(archives):
    return archives.demo("small", config='[svc]\nkernel = "linear"\n', options=["--without-texts"])


def whole(uri, archive, name):
    """Asserts that an experiment holds one run, whole, and the registered model of its name one version with its alias."""
    (run_id,) = runs(uri, name)
    there = checks.served(archive, uri, run_id)
    for check in [checks.check_params, checks.check_metrics, checks.check_artifacts, checks.check_logged_model]:
        check(there)
    client = MlflowClient(uri)
    assert client.get_run(run_id).info.status == "FINISHED"
    (version,) = client.search_model_versions(f"name='{name}'")
    assert version.run_id == run_id
    assert client.get_model_version_by_alias(name, "challenger").version == version.version


def into(name):
    return ["--experiment", name, "--register", name, "--alias", "challenger"]


def test_a_connection_that_is_cut_at_any_request_leaves_one_whole_run(server, small):
    with between(server) as (uri, seen):
        push(small, uri, *into("cut 0"))
        n = len(seen)
        files = [number for number, request in enumerate(seen, 1) if request.startswith("PUT")]
    assert n > 40 and len(files) > 20
    # With DRYF_EVERY_CUT all of them; else all but the files, of which the first, one in the midst and the last stand for the others.
    kept = {files[0], files[len(files) // 2], files[-1]}
    numbers = [number for number in range(1, n + 1) if "DRYF_EVERY_CUT" in os.environ or number not in files or number in kept]
    for number in numbers:
        name, lost = f"cut {number}", []

        def twice(at, handler):
            """The request is lost on its way there, and when it comes again, its answer is."""
            request = f"{handler.command} {handler.path}"
            if at == number or lost == [request]:
                lost.append(request)
                return BEFORE if at == number else AFTER

        # The push itself asks again.
        with between(server, twice) as (uri, _):
            said = push(small, uri, *into(name))
        assert len(lost) == 2, lost
        assert said["runs"][0]["outcome"] in ("new", "completed")
        whole(server, small, name)


def test_a_push_that_broke_off_goes_on(server, small):
    with between(server) as (uri, seen):
        push(small, uri, *into("broken 0"))
        n = len(seen)
    every = 1 if "DRYF_EVERY_CUT" in os.environ else 9

    def broken(number):
        # The connection is gone for good; somebody pushes again later.
        fault = AFTER if number % 2 == 0 else BEFORE
        with between(server, lambda at, _: fault if at == number else BEFORE if at > number else None) as (uri, _):
            said = push(small, uri, *into(f"broken {number}"), code=69)
        assert "the server gives no answer" in said and "what was sent is not sent twice" in said
        push(small, server, *into(f"broken {number}"))

    numbers = range(2, n + 1, every)
    with ThreadPoolExecutor(4) as some:  # each waits for its connection most of the time
        list(some.map(broken, numbers))
    for number in numbers:
        whole(server, small, f"broken {number}")


def test_one_that_is_stopped_goes_on(server, archives):
    archive = archives.demo()
    stopped = []

    def stop(number, handler):
        if number == 30:
            os.kill(stopped[0].pid, signal.SIGINT)

    with between(server, stop) as (uri, seen):
        command = [BINARY, "push", archive.zip, "--tracking-uri", uri, *into("stopped")]
        env = os.environ | {"LOGNAME": getpass.getuser()}
        stopped.append(subprocess.Popen(command, env=env, stderr=subprocess.PIPE, stdout=subprocess.PIPE))
        stopped[0].communicate(timeout=60)
        assert stopped[0].returncode == 130 and 30 <= len(seen) < 40
    (report,) = push(archive, server, *into("stopped"))["runs"]
    assert report["outcome"] == "completed"
    whole(server, archive, "stopped")


def test_a_server_that_is_not_there_or_is_another_is_told(archives):
    archive = archives.demo()
    said = push(archive, f"http://127.0.0.1:{free_port()}", code=69)
    assert re.search("dryf: http://127.0.0.1:[0-9]+: the server gives no answer: .*refused", said), said
    with between(None, lambda *_: (200, b"<html><b>hello</b>")) as (uri, _):
        said = push(archive, uri, code=69)
    assert "what answers is no MLflow server (200): <html><b>hello</b>" in said
    elsewhere = {"Location": "https://login.example.org/"}
    with between(None, lambda _, handler: handler.answer(302, b"", **elsewhere) or BEFORE) as (uri, _):
        said = push(archive, uri, code=69)
    assert "(302): https://login.example.org/" in said
    # One that takes the connection and says nothing.
    with between(None, never(30)) as (uri, _):
        said = push(archive, uri, "--timeout", "1", code=69)
    assert "timeout" in said and said.count("trying again") == 3, said
    assert "is not the address of a server" in push(archive, "mlflow.example.org", code=64)


@pytest.mark.parametrize("answer", [(500, b"<h1>Internal Server Error</h1>"), (200, b"<html>maintenance</html>"), (503, b"")])
def test_a_server_that_answers_wrongly_in_between_loses_nothing(server, small, answer):
    name = f"wrongly {answer[0]} {len(answer[1])}"
    with between(server, lambda number, _: answer if number > 25 else None) as (uri, _):
        said = push(small, uri, *into(name), code=69)
    assert str(answer[0]) in said and answer[1].decode()[:12] in said, said
    push(small, server, *into(name))
    whole(server, small, name)


def test_a_slow_server_is_waited_for(server, small):
    with between(server, lambda number, _: never(1.5)(number, _) if number == 20 else None) as (uri, _):
        push(small, uri, *into("slow"), "--timeout", "1")
    whole(server, small, "slow")


def test_what_the_server_refuses_is_said_in_its_words(server, small):
    refusal = (400, b'{"error_code": "INVALID_PARAMETER_VALUE", "message": "no such thing"}', "application/json")

    def refuse(number, handler):
        return refusal if handler.path.endswith("/log-batch") else None

    with between(server, refuse) as (uri, _):
        said = push(small, uri, *into("refused"), code=69)
    assert "the server refused (400): no such thing" in said
    (run_id,) = runs(server, "refused")
    assert MlflowClient(server).get_run(run_id).info.status == "FAILED"
    push(small, server, *into("refused"))
    whole(server, small, "refused")


def test_artifacts_that_the_server_does_not_serve_are_told(small, elsewhere, tmp_path):
    command = "mlflow server --backend-store-uri sqlite:///mlflow.db --default-artifact-root ./artifacts --no-serve-artifacts"
    with running(command, tmp_path, tmp_path / "server.log") as uri:
        said = push(small, uri, code=69)
        assert "where only it can write" in said and "--artifacts-destination" in said
        assert not list(tmp_path.rglob("run.toml"))


def test_who_asks_is_told_by_mlflows_own_variables(small, elsewhere, tmp_path, monkeypatch):
    monkeypatch.setenv("MLFLOW_FLASK_SERVER_SECRET_KEY", "a secret of the test")
    monkeypatch.setenv("MLFLOW_AUTH_ADMIN_PASSWORD", "p&ss: 50 % 12345678")
    command = "mlflow server --backend-store-uri sqlite:///mlflow.db --artifacts-destination ./artifacts --app-name basic-auth"
    with running(command, tmp_path, tmp_path / "server.log") as uri:
        said = push(small, uri, code=69)
        assert "asks for a login" in said and "MLFLOW_TRACKING_USERNAME" in said
        login = {"MLFLOW_TRACKING_USERNAME": "admin", "MLFLOW_TRACKING_PASSWORD": "p&ss: 50 % 12345678"}
        said = push(small, uri, code=69, **login | {"MLFLOW_TRACKING_PASSWORD": "another"})
        assert "asks for a login" in said
        (run,) = push(small, uri, **login)["runs"]
        for key, value in login.items():
            monkeypatch.setenv(key, value)
        assert MlflowClient(uri).get_run(run["server_id"]).data.tags["mlflow.user"] == "admin"
        # A login in the address, and none of it in what is said.
        named = uri.replace("://", "://admin:p%26ss%3A%2050%20%25%2012345678@")
        done = subprocess.run([BINARY, "push", small.zip, "--tracking-uri", named], capture_output=True, text=True)
        assert done.returncode == 0 and "12345678" not in done.stdout + done.stderr, done.stderr
    # A gateway that asks for a token.
    def asks(number, handler):
        return None if handler.headers["Authorization"] == "Bearer 0a1b" else (401, b"")

    for name in login:
        monkeypatch.delenv(name)
    kept = tmp_path / "kept"
    kept.mkdir()
    with empty(kept, tmp_path / "server.log") as behind, between(behind, asks) as (uri, _):
        assert "MLFLOW_TRACKING_TOKEN" in push(small, uri, code=69)
        push(small, uri, MLFLOW_TRACKING_TOKEN="0a1b")


def test_a_certificate_of_ones_own_is_taken(server, small, tmp_path):
    key, certificate, authority = (tmp_path / f"{name}.pem" for name in ["key", "certificate", "authority"])
    own_certificate(key, certificate, authority)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    with between(server, tls=tls) as (uri, _):
        said = push(small, uri, "--experiment", "tls", code=69)
        assert "certificate" in said.lower() and "MLFLOW_TRACKING_SERVER_CERT_PATH" in said, said
        push(small, uri, "--experiment", "tls", MLFLOW_TRACKING_SERVER_CERT_PATH=str(authority))
        (report,) = push(small, uri, "--experiment", "tls", MLFLOW_TRACKING_INSECURE_TLS="true")["runs"]
        assert report["outcome"] == "equal"
        said = push(small, uri, code=64, MLFLOW_TRACKING_SERVER_CERT_PATH=str(key))
        assert "there is no certificate in it" in said


def own_certificate(key_path, certificate_path, authority_path):
    """A key and a certificate for 127.0.0.1, and that of the authority that vouches for it."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    def named(name):
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])

    def signed(name, key, extensions, signer):
        now = datetime.datetime.now(datetime.timezone.utc)
        made = x509.CertificateBuilder(issuer_name=named("authority"), subject_name=named(name), public_key=key.public_key())
        made = made.serial_number(x509.random_serial_number()).not_valid_before(now - datetime.timedelta(days=1))
        made = made.not_valid_after(now + datetime.timedelta(days=1))
        for extension in extensions:
            made = made.add_extension(extension, critical=False)
        return made.sign(signer, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)

    authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    authority_path.write_bytes(signed("authority", authority, [x509.BasicConstraints(ca=True, path_length=None)], authority))
    host = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    certificate_path.write_bytes(signed("server", own, [host], authority))
    form = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_path.write_bytes(own.private_bytes(serialization.Encoding.PEM, *form))

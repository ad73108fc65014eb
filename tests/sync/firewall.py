"""Certificates, and a real proxy (HTTP CONNECT) on loopback that passes TLS on, or opens it with a CA of its own."""

import datetime
import ipaddress
import selectors
import socket
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

DAY = datetime.timedelta(days=1)
AT_ONCE = 65536


class Authority:
    """Who signs certificates; `file` is its own, as it stands in a trust store."""

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        folder.mkdir(exist_ok=True)
        self._key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self._certificate = self._signed(subject, subject, self._key.public_key(), 3650, is_ca=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def certificate(self, days: float = 30) -> tuple[Path, Path]:
        """A certificate for 127.0.0.1 that ends in so many days, and its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
        made = self._signed(subject, self._certificate.subject, key.public_key(), days, is_ca=False)
        certificate, secret = self._folder / f"{days}-{self._name}.crt", self._folder / f"{days}-{self._name}.key"
        certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
        secret.write_bytes(
            key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        return certificate, secret

    def _signed(
        self, subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, days: float, *, is_ca: bool
    ) -> x509.Certificate:
        now = datetime.datetime.now(datetime.UTC)
        address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(issuer)
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - 40 * DAY)
            .not_valid_after(now + days * DAY)
            .add_extension(x509.BasicConstraints(ca=is_ca, path_length=None), critical=True)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key()), critical=False)
        )
        return (made if is_ca else made.add_extension(address, critical=False)).sign(self._key, hashes.SHA256())


class Proxy:
    """What a proxy has seen: where to (`asked`), and every byte it could read (`read`)."""

    def __init__(self, opens_by: tuple[Path, Path] | None) -> None:
        self.asked: list[str] = []
        self.read = bytearray()
        self.url = ""
        self._context: ssl.SSLContext | None = None
        if opens_by is not None:
            self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self._context.load_cert_chain(*opens_by)

    def serve(self, here: socket.socket) -> None:
        """Serve one connection to its end."""
        with here, suppress(OSError, ValueError, ssl.SSLError):
            here.settimeout(20)
            head = b""
            while b"\r\n\r\n" not in head:
                head += here.recv(AT_ONCE)
            _, where, _ = head.split(b"\r\n")[0].decode().split(" ")
            self.asked.append(where)
            host, _, port = where.rpartition(":")
            with socket.create_connection((host, int(port)), timeout=20) as there:
                here.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
                if self._context is None:
                    self._relay(here, there)
                    return
                with self._context.wrap_socket(here, server_side=True) as opened, _anybody(there) as beyond:
                    self._relay(opened, beyond)

    def _relay(self, one: socket.socket, other: socket.socket) -> None:
        with selectors.DefaultSelector() as waiting:
            for here, there in ((one, other), (other, one)):
                waiting.register(here, selectors.EVENT_READ, there)
            while True:
                for key, _ in waiting.select(20):
                    here: socket.socket = key.fileobj  # type: ignore[assignment]
                    here.settimeout(0.01)
                    try:
                        data = here.recv(AT_ONCE)
                        while isinstance(here, ssl.SSLSocket) and here.pending():
                            data += here.recv(AT_ONCE)
                    except (TimeoutError, ssl.SSLWantReadError):
                        continue  # TLS spoke to itself: a session ticket
                    finally:
                        here.settimeout(20)
                    if not data:
                        return
                    if self._context is not None:
                        self.read += data
                    key.data.sendall(data)


def _anybody(there: socket.socket) -> ssl.SSLSocket:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context.wrap_socket(there)


@contextmanager
def proxy(opens_by: tuple[Path, Path] | None = None) -> Iterator[Proxy]:
    """A proxy that passes everything on; with a certificate it opens TLS on the way, as firewalls do."""
    made, threads = Proxy(opens_by), list[threading.Thread]()
    with socket.create_server(("127.0.0.1", 0)) as listener:
        made.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
        ends = threading.Event()

        def accept() -> None:
            while not ends.is_set():
                here, _ = listener.accept()
                if ends.is_set():
                    here.close()
                    return
                thread = threading.Thread(target=made.serve, args=(here,), name="proxy")
                thread.start()
                threads.append(thread)

        accepting = threading.Thread(target=accept, name="proxy door")
        accepting.start()
        try:
            yield made
        finally:
            ends.set()
            socket.create_connection(listener.getsockname(), timeout=5).close()
            for one in (accepting, *threads):
                one.join(timeout=30)

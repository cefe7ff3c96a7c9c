"""A certificate for sites on loopback."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

AUTHORITY = "an authority"


def make_certificate(folder: Path, *addresses: str) -> ssl.SSLContext:
    """A certificate of an authority that nobody knows; in `folder` its key.pem, and certificate.pem with both."""
    key, authority = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(each)) for each in addresses])
    signed = _certify("nobody", key).add_extension(names, critical=False).sign(authority, hashes.SHA256())
    root = _certify(AUTHORITY, authority).sign(authority, hashes.SHA256())
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (folder / "key.pem").write_bytes(secret)
    (folder / "certificate.pem").write_bytes(signed.public_bytes(pem) + root.public_bytes(pem))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    return context


def _certify(common_name: str, key: ec.EllipticCurvePrivateKey) -> x509.CertificateBuilder:
    issuer, name = (
        x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, each)]) for each in (AUTHORITY, common_name)
    )
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder(issuer, name, key.public_key(), x509.random_serial_number())
    return builder.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))

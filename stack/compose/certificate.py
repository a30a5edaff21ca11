"""The certificate of Kafka's door for other agencies, signed by an authority of our own.

Whoever has a better one puts it, key first, into the volume `secrets` as `agencies.pem`.
"""

import ipaddress
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from stack.failure import Failure
from stack.secrets import Secrets

AUTHORITY, OWN = "agencies_authority.pem", "agencies.pem"
TEN_YEARS, TWO_YEARS, SOON = timedelta(3650), timedelta(730), timedelta(30)


def for_host(secrets: Secrets, host: str) -> tuple[str, str]:
    """The authority's certificate for agencies to trust, and the listener's key and certificate."""
    authority = secrets.get(AUTHORITY, _authority)
    own = secrets.get(OWN, lambda: _signed(authority, host))
    try:
        if not _holds(own, host):
            (secrets.folder / OWN).unlink()
            own = secrets.get(OWN, lambda: _signed(authority, host))
        return _certificate_of(authority), own
    except (ValueError, x509.ExtensionNotFound):
        raise Failure(
            f"{secrets.folder / OWN} or {AUTHORITY} holds no key and certificate in PEM: put it"
            " right, or delete both: docker compose up secrets makes others, for agencies to trust"
        ) from None


def _holds(own: str, host: str) -> bool:
    """Not about to end and, where we have made it, made for that host."""
    certificate = x509.load_pem_x509_certificate(own.encode())
    ours = certificate.issuer == _name("authority")
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    fits = _alternative(host) in names
    ends = certificate.not_valid_after_utc
    return not ours or (fits and ends > datetime.now(UTC) + SOON)


def _authority() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    limits = x509.BasicConstraints(ca=True, path_length=0)
    name = _name("authority")
    draft = _draft(name, name, key.public_key(), TEN_YEARS).add_extension(limits, critical=True)
    return _written(key, draft.sign(key, hashes.SHA256()))


def _signed(authority: str, host: str) -> str:
    signer = serialization.load_pem_private_key(authority.encode(), None)
    if not isinstance(signer, ec.EllipticCurvePrivateKey):
        raise OSError(f"{AUTHORITY} holds no key of ours: delete it")
    key = ec.generate_private_key(ec.SECP256R1())
    names = {_alternative(name) for name in (host, "localhost", "kafka", "127.0.0.1")}
    draft = (
        _draft(_name(host), _name("authority"), key.public_key(), TWO_YEARS)
        .add_extension(x509.SubjectAlternativeName(list(names)), critical=False)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
    )
    return _written(key, draft.sign(signer, hashes.SHA256()))


def _draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, good_for: timedelta
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + good_for)
    )


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Mot cua"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )


def _alternative(host: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(host))
    except ValueError:
        return x509.DNSName(host)


def _written(key: ec.EllipticCurvePrivateKey, certificate: x509.Certificate) -> str:
    """Key first, then the certificate: what Kafka takes as a key store."""
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return (private + certificate.public_bytes(serialization.Encoding.PEM)).decode().strip()


def _certificate_of(pem: str) -> str:
    return pem[pem.index("-----BEGIN CERTIFICATE-----") :]

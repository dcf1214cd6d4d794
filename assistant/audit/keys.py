"""The log's keys, in files outside the database, readable by their owner alone."""

import base64
import contextlib
import hmac
import secrets
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

ORIGIN = "workforce-assistant/oversight"
_ED25519 = b"\x01"


class Keys:
    """The signing key of checkpoints and the master key of payloads, made at first use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def seal(self, salt: bytes, plain: bytes) -> bytes:
        """Encrypt a payload under a key that follows from the master key and `salt`: without the salt it is lost."""
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        nonce = secrets.token_bytes(12)
        return nonce + AESGCM(self._payload_key(salt)).encrypt(nonce, plain, None)

    def open(self, salt: bytes, sealed: bytes) -> bytes:
        """Decrypt a payload. Raises `ValueError` when it was changed or another key made it."""
        from cryptography.exceptions import InvalidTag
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM

        try:
            return AESGCM(self._payload_key(salt)).decrypt(sealed[:12], sealed[12:], None)
        except InvalidTag:
            raise ValueError("the payload does not decrypt") from None

    def pseudonym(self, person: str) -> str:
        """What stands for a person in the log's index."""
        return hmac.new(self._master, b"subject:" + person.encode(), sha256).hexdigest()

    def sign(self, text: str) -> str:
        """A C2SP signed note over `text` (which ends with a newline)."""
        signature = self._signing.sign(text.encode())
        blob = base64.b64encode(self._key_hash + signature).decode()
        return f"{text}\n\u2014 {ORIGIN} {blob}\n"

    def verify(self, note: str) -> str | None:
        """The text of a signed note when our key signed it, else None."""
        from cryptography.exceptions import InvalidSignature

        text, separator, signatures = note.rpartition("\n\n")
        if not separator:
            return None
        text += "\n"
        for line in signatures.splitlines():
            dash, _, rest = line.partition(" ")
            name, _, blob = rest.rpartition(" ")
            if dash != "\u2014" or name != ORIGIN:
                continue
            try:
                raw = base64.b64decode(blob, validate=True)
                if raw[:4] == self._key_hash:
                    self._signing.public_key().verify(raw[4:], text.encode())
                    return text
            except (ValueError, InvalidSignature):
                continue
        return None

    @property
    def verifier(self) -> str:
        """The verifier key: name, key hash and public key, as C2SP signed notes write it."""
        return f"{ORIGIN}+{self._key_hash.hex()}+{base64.b64encode(_ED25519 + self._public).decode()}"

    def _payload_key(self, salt: bytes) -> bytes:
        return hmac.new(self._master, b"payload:" + salt, sha256).digest()

    @cached_property
    def _master(self) -> bytes:
        return self._kept("payload.key")

    @cached_property
    def _signing(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(self._kept("checkpoint.key"))

    @cached_property
    def _public(self) -> bytes:
        return self._signing.public_key().public_bytes_raw()

    @cached_property
    def _key_hash(self) -> bytes:
        return sha256(ORIGIN.encode() + b"\n" + _ED25519 + self._public).digest()[:4]

    def _kept(self, name: str) -> bytes:
        path = self._folder / name
        if not path.exists():
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            part = path.with_suffix(f".{secrets.token_hex(4)}")
            part.touch(mode=0o600)
            part.write_bytes(secrets.token_bytes(32))
            with contextlib.suppress(FileExistsError):  # another process was first: its key is the key
                path.hardlink_to(part)
            part.unlink()
        return path.read_bytes()

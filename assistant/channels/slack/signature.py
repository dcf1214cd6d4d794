"""Slack's request signature, checked over the raw bytes before anything reads them.

https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hashlib
import hmac
import time

STALE_SECONDS = 300
"""How far a request's time may lie from ours; an older one may be replayed."""


def signed(secret: str, timestamp: str, body: bytes) -> str:
    """The signature of a body that was sent at `timestamp` (seconds since 1970, as text)."""
    base = b"v0:" + timestamp.encode("ascii", "replace") + b":" + body
    return "v0=" + hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()


def genuine(secret: str, timestamp: str | None, signature: str | None, body: bytes, now: float | None = None) -> bool:
    """Whether the body comes from Slack, just now."""
    if not timestamp or not signature or not (timestamp.isascii() and timestamp.isdigit()):
        return False
    if abs((time.time() if now is None else now) - int(timestamp)) > STALE_SECONDS:
        return False
    return hmac.compare_digest(signed(secret, timestamp, body).encode(), signature.encode("utf-8", "replace"))

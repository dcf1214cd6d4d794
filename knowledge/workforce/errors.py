"""What can go wrong, in words for the person who asked. Every message says what, where and what to do."""


class WorkforceError(Exception):
    """A problem that its reader can act on; the message is complete and safe to show."""


class BadInput(WorkforceError):
    """What was given can't be taken (exit status 2, HTTP 422)."""


class NoSuchThing(BadInput):
    """What was named does not exist, or this person may not know of it (exit status 2, HTTP 404)."""


class Conflict(BadInput):
    """It can't be done to the thing as it stands now (exit status 2, HTTP 409)."""


class NotPermitted(WorkforceError):
    """This person may not do that (exit status 3, HTTP 403)."""


class Unavailable(WorkforceError):
    """A database, index, model or channel can't be reached now (exit status 4, HTTP 503)."""

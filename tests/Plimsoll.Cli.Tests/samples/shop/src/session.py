"""Sessions of customers, kept in cookies."""


def parse_cookie_header(header):
    """Splits a Cookie header into names and values."""
    cookies = {}
    for part in header.split(";"):
        name, _, value = part.strip().partition("=")
        cookies[name] = value
    return cookies


class SessionStore:
    """Remembers who is logged in."""

    def __init__(self):
        self._sessions = {}

    def find_session(self, header):
        return self._sessions.get(parse_cookie_header(header).get("session"))

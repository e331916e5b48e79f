"""How any client tells of an error."""


class Refused(Exception):
    """The service's error by name; the status where the client shows it."""

    def __init__(self, code, message, status=None):
        super().__init__(f"{code}: {message}")
        self.code, self.message, self.status = code, message, status

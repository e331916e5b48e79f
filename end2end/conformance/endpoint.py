"""A finspace-local process, and its control path."""

import json
import os
import subprocess
import urllib.request

READY_WITHIN = 20


class Endpoint:
    """Starts on a free port; the first line of its output says which."""

    def __init__(self, *flags):
        binary = os.environ["FINSPACE_LOCAL"]
        command = [binary, "--listen", "127.0.0.1:0", *flags]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        self.url = self.process.stdout.readline().strip()
        assert self.url.startswith("http://127.0.0.1:"), "finspace-local did not start"

    def stop(self):
        self.process.terminate()
        assert self.process.wait(READY_WITHIN) == 0

    def control(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"content-type": "application/json"}
        request = urllib.request.Request(f"{self.url}/_local{path}", data, headers, method=method)
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.load(answer)

    def settle(self, environment_id):
        self.control("POST", f"/environments/{environment_id}/settle")

    def calls(self, operation):
        return self.control("GET", "/state")["calls"].get(operation, 0)

"""The program of `search.rs`, asked by lines."""

import json
import subprocess
import sys


class Filter:
    """A program that answers each line by one."""

    def __init__(self, *command):
        self.process = subprocess.Popen([*map(str, command)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def read(self):
        line = self.process.stdout.readline()
        if not line:
            sys.exit(f"{self.process.args} has ended")
        return json.loads(line)

    def write(self, value):
        self.process.stdin.write(json.dumps(value) + "\n")
        self.process.stdin.flush()

    def close(self):
        self.process.communicate()

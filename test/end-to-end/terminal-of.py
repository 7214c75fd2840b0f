"""A terminal of any size for a command: terminal-of.py COLUMNS ROWS [LATER_COLUMNS LATER_ROWS] -- COMMAND...

What it writes goes to standard output as it is. The later size comes when something was drawn; standard input is typed.
The exit status is the command's.
"""
import fcntl
import os
import pty
import select
import struct
import sys
import termios

# Seconds without a stroke after which a run of a moment is over.
QUIET = 6

sizes, command = sys.argv[1 : sys.argv.index("--")], sys.argv[sys.argv.index("--") + 1 :]


def resize(columns, rows):
    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", int(rows), int(columns), 0, 0))


child, terminal = pty.fork()
if child == 0:
    # The size stands before the command looks.
    sys.stdin.readline()
    os.execvp(command[0], command)
resize(*sizes[:2])
os.write(terminal, b"\n")
later = sizes[2:]
typed = True
drawn = False
while True:
    ready, _, _ = select.select([terminal] + ([0] if typed else []), [], [], QUIET if drawn else None)
    if not ready:
        # Too small to say that it can be closed.
        os.write(terminal, b"q")
        drawn = False
    if 0 in ready:
        keys = os.read(0, 4096)
        typed = bool(keys)
        os.write(terminal, keys)
    if terminal in ready:
        try:
            written = os.read(terminal, 65536)
        except OSError:
            break
        if not written:
            break
        os.write(1, written)
        drawn = drawn or b"\x1b[?2026l" in written
        # A picture that stays when its run is over has been seen.
        if b"q\x1b[0m  close" in written or b" close" in written:
            os.write(terminal, b"q")
        if later and b"\x1b[?2026l" in written:
            resize(*later)
            later = []
_, status = os.waitpid(child, 0)
sys.exit(os.waitstatus_to_exitcode(status))

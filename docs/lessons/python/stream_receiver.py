"""python3 stream_receiver.py HOST PORT: prints the messages that come, each with its length before it."""
import socket
import sys

host, port = sys.argv[1], int(sys.argv[2])


def receive_message(connection):
    """The next message; None where the other side has closed."""
    # TODO: four bytes, big-endian, say how long the message behind them is (int.from_bytes(head, "big")).
    # recv gives what is there: read until all of it is there.
    data = connection.recv(1024)
    return data if data else None


with socket.create_server((host, port)) as server:
    connection, _ = server.accept()
    with connection:
        while (message := receive_message(connection)) is not None:
            print("message of", len(message), "bytes:", message[:6].decode(errors="replace"), flush=True)

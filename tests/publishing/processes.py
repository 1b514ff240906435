"""Real processes on a database of their own: each act is done by a process forked for it, which may be killed.

Started by the fixture ``processes``. Reads commands as lines of JSON, answers each with one line.
"""

import json
import os
import select
import signal
import sys
import traceback
from contextlib import contextmanager

import django

KILLED = "killed"


def main():
    django.setup()
    from tests.publishing import acts  # noqa: PLC0415  # models can be imported now

    for line in sys.stdin:
        command = json.loads(line)
        answers = at_once(acts, command["acts"], command.get("kill_before"))
        print(json.dumps(answers), flush=True)


def at_once(acts, commands, kill_before):
    """Do each act in a process of its own, all beginning at the same moment; return what each says."""
    gate_out, gate_in = os.pipe()
    children = []
    for name, arguments in commands:
        said_out, said_in = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(gate_in)
            answer(
                said_in,
                lambda name=name, arguments=arguments: getattr(acts, name)(**arguments),
                gate_out,
                kill_before,
            )
        os.close(said_in)
        children.append((pid, said_out))
    for _pid, said in children:
        select.select([said], [], [])  # it is connected
        os.read(said, 1)
    os.close(gate_in)
    os.close(gate_out)
    return [told(pid, said) for pid, said in children]


def answer(said, act, gate, kill_before):
    """In the child: connect, say so, wait for the gate, act, tell, and end."""
    from django.db import connection  # noqa: PLC0415

    try:
        connection.ensure_connection()
        os.write(said, b".")
        os.read(gate, 1)
        with killing(connection, kill_before):
            result = {"done": act()}
    except BaseException as error:  # noqa: BLE001  # told to the test, whatever it is
        result = refusal(error)
    os.write(said, json.dumps(result).encode())
    os._exit(0)


def refusal(error):
    from publishing.services import Conflict, Refused  # noqa: PLC0415

    if isinstance(error, Conflict):
        return {"conflict": error.theirs.content, "mine": error.mine}
    if isinstance(error, Refused):
        return {"refused": str(error)}
    return {"error": "".join(traceback.format_exception(error))}


@contextmanager
def killing(connection, step):
    """Before its step-th statement or commit, or right after a commit, this process kills itself."""
    if step is None:
        yield
        return
    passed = 0

    def point():
        nonlocal passed
        passed += 1
        if passed == step:
            os.kill(os.getpid(), signal.SIGKILL)

    def statement(execute, *arguments):
        point()
        return execute(*arguments)

    commit = connection._commit  # noqa: SLF001  # Django offers no hook before and after

    def committed():
        point()
        commit()
        point()

    connection._commit = committed  # noqa: SLF001
    with connection.execute_wrapper(statement):
        yield


def told(pid, said):
    with os.fdopen(said, "rb") as pipe:
        text = pipe.read()
    os.waitpid(pid, 0)
    return json.loads(text) if text else KILLED


if __name__ == "__main__":
    main()

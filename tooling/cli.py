"""Which command was asked for, and how it ends: with 0, with 1 and a sentence of what is missing, or by a signal."""

import signal

from tooling import bench, mutants, portal, requirements, suite
from tooling.console import Stop, say, write_utf8

HELP = """Cách dùng:
  python3 run.py                 cài đặt, nạp dữ liệu minh họa và chạy cổng tại http://127.0.0.1:8000
  PORT=8001 python3 run.py       như trên, ở cổng mạng khác
  python3 run.py test [...]      chạy mọi kiểm thử; tham số thêm chuyển cho pytest, ví dụ: test programs -k ledger
  python3 run.py bench [...]     đo tốc độ
  python3 run.py mutants [ID …]  gài từng lỗi nhỏ vào một bản sao của mã: kiểm thử cạnh mã phải phát hiện
  python3 run.py lock            làm lại requirements*.txt và tệp khóa từ pyproject.toml (cần mạng)"""
COMMANDS = {"test": suite.run, "bench": bench.run, "lock": requirements.run, "mutants": mutants.run}
INTERRUPTED = 130


def main(arguments):
    write_utf8()
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        return _dispatch(arguments)
    except Stop as stop:
        say(str(stop), error=True)
        return 1
    except KeyboardInterrupt:
        say("Đã dừng giữa chừng.", error=True)
        return INTERRUPTED


def _dispatch(arguments):
    if not arguments:
        return portal.run()
    command = COMMANDS.get(arguments[0])
    if command is None:
        asked_for = arguments[0] in ("-h", "--help", "help")
        say(HELP, error=not asked_for)
        return 0 if asked_for else 2
    return command(arguments[1:])


def _interrupt(signum, frame):
    raise KeyboardInterrupt

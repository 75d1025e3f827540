"""How gunicorn serves the portal: the same on one machine, in a container and under `python3 run.py`.

Its own settings come from the environment (deploy/khuyencong.env.example says each); its log is the portal's.
"""

import atexit
import os
import shutil
import sys
import tempfile
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

# Refuses an unsafe start here, once, and not in each worker.
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "khuyencong.settings")
settings = import_module(os.environ["DJANGO_SETTINGS_MODULE"])

wsgi_app = "khuyencong.wsgi"
chdir = str(ROOT)
bind = os.environ.get("BIND", "127.0.0.1:8000")
worker_class = "khuyencong.server.PortalWorker"  # threads, with Vietnamese answers to what is no request
workers = int(os.environ.get("WORKERS", "3"))
threads = int(os.environ.get("THREADS", "4"))
timeout = 120  # a worker that says nothing for so long is replaced; a report of the whole country takes less
graceful_timeout = 30

# What is read of a request before the portal is asked; of a body nothing is read before that.
limit_request_line = 8190  # bytes
limit_request_fields = 60
limit_request_field_size = 8190  # bytes

keepalive = 5
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108 its heartbeat must not wait for a disk
control_socket_disable = True
logger_class = "khuyencong.operation.access.AccessLog"
logconfig_dict = settings.LOGGING

# Workers count into files of one folder, of this start alone: see accounts.meters.
if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = tempfile.mkdtemp(prefix="khuyencong-meters-")
    _master = os.getpid()
    atexit.register(
        lambda: (
            os.getpid() == _master
            and shutil.rmtree(os.environ["PROMETHEUS_MULTIPROC_DIR"], ignore_errors=True)
        )
    )


def on_starting(server):
    for left in Path(os.environ["PROMETHEUS_MULTIPROC_DIR"]).glob("*.db"):
        left.unlink()

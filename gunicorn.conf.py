"""How the web server runs wherever it is started from this folder: `gunicorn khuyencong.wsgi`.

Options of the command line (the address, the number of workers) come before what stands here.
"""

worker_class = "khuyencong.server.PortalWorker"
workers, threads = 2, 4
timeout = 120  # seconds; a page itself gives up far earlier, see khuyencong.patience
control_socket_disable = True

# What is read of a request before the portal is asked; of a body nothing is read before that.
limit_request_line = 8190  # bytes
limit_request_fields = 60
limit_request_field_size = 8190  # bytes

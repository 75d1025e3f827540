"""Phiên đăng nhập: where the person is signed in, and how to end it."""

from django.contrib import messages
from django.shortcuts import redirect
from django.views.generic import TemplateView

from accounts.models import AuditEvent, record
from accounts.sessions import end_sessions, handle_of, live_sessions

OTHERS = "others"


class SessionListView(TemplateView):
    template_name = "registration/session_list.html"

    def get_context_data(self, **kwargs):
        present = self.request.session.session_key
        rows = [
            {"session": row, "handle": handle_of(row.session_key), "present": row.session_key == present}
            for row in live_sessions(self.request.user)
        ]
        rows.sort(key=lambda row: not row["present"])
        return super().get_context_data(**kwargs, rows=rows)

    def post(self, request):
        ended = self.end(request.POST.get("end", ""))
        if ended:
            record(AuditEvent.Kind.SESSIONS_ENDED, request, object=request.user, sessions=ended)
            messages.success(request, f"Đã kết thúc {ended} phiên đăng nhập.")
        else:
            messages.info(request, "Không có phiên nào để kết thúc: phiên ấy đã hết trước đó.")
        return redirect("session_list")

    def end(self, which) -> int:
        """One of one's own sessions by its handle, or all others; the present one is ended by signing out."""
        user, present = self.request.user, self.request.session.session_key
        if which == OTHERS:
            return end_sessions(user, but=present)
        for row in live_sessions(user).exclude(session_key=present):
            if handle_of(row.session_key) == which:
                return row.delete()[0]
        return 0

from django.urls import path

from accounts import views
from accounts.doors import ANYBODY, SIGNED_IN, to

urlpatterns = [
    path("login/", to(ANYBODY, views.LoginView), name="login"),
    path("logout/", to(SIGNED_IN, views.LogoutView), name="logout"),
    path("password/", to(SIGNED_IN, views.PasswordChangeView), name="password_change"),
    path("password/done/", to(SIGNED_IN, views.PasswordChangeDoneView), name="password_change_done"),
    path("reset/", to(ANYBODY, views.PasswordResetView), name="password_reset"),
    path("reset/sent/", to(ANYBODY, views.PasswordResetDoneView), name="password_reset_done"),
    path(
        "reset/<uidb64>/<token>/", to(ANYBODY, views.PasswordResetConfirmView), name="password_reset_confirm"
    ),
    path("reset/done/", to(ANYBODY, views.PasswordResetCompleteView), name="password_reset_complete"),
]

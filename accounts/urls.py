from django.urls import path

from accounts import factor_views, session_views, views
from accounts.doors import ANYBODY, SIGNED_IN, to

urlpatterns = [
    path("login/", to(ANYBODY, views.LoginView), name="login"),
    path("login/code/", to(ANYBODY, factor_views.AskCodeView), name="factor_ask"),
    path("logout/", to(SIGNED_IN, views.LogoutView), name="logout"),
    path("password/", to(SIGNED_IN, views.PasswordChangeView), name="password_change"),
    path("password/done/", to(SIGNED_IN, views.PasswordChangeDoneView), name="password_change_done"),
    path("security/", to(SIGNED_IN, factor_views.SecurityView), name="account_security"),
    path("security/factor/", to(SIGNED_IN, factor_views.SetUpView), name="factor_setup"),
    path("security/factor/codes/", to(SIGNED_IN, factor_views.NewCodesView), name="factor_codes"),
    path("security/factor/remove/", to(SIGNED_IN, factor_views.RemoveView), name="factor_remove"),
    path("security/sessions/", to(SIGNED_IN, session_views.SessionListView), name="session_list"),
    path("reset/", to(ANYBODY, views.PasswordResetView), name="password_reset"),
    path("reset/sent/", to(ANYBODY, views.PasswordResetDoneView), name="password_reset_done"),
    path(
        "reset/<uidb64>/<token>/", to(ANYBODY, views.PasswordResetConfirmView), name="password_reset_confirm"
    ),
    path("reset/done/", to(ANYBODY, views.PasswordResetCompleteView), name="password_reset_complete"),
]

from django.urls import path

from accounts import factor_views, session_views, views

urlpatterns = [
    path("login/", views.LoginView.as_view(), name="login"),
    path("login/code/", factor_views.AskCodeView.as_view(), name="factor_ask"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", views.PasswordChangeView.as_view(), name="password_change"),
    path("password/done/", views.PasswordChangeDoneView.as_view(), name="password_change_done"),
    path("security/", factor_views.SecurityView.as_view(), name="account_security"),
    path("security/factor/", factor_views.SetUpView.as_view(), name="factor_setup"),
    path("security/factor/codes/", factor_views.NewCodesView.as_view(), name="factor_codes"),
    path("security/factor/remove/", factor_views.RemoveView.as_view(), name="factor_remove"),
    path("security/sessions/", session_views.SessionListView.as_view(), name="session_list"),
    path("reset/", views.PasswordResetView.as_view(), name="password_reset"),
    path("reset/sent/", views.PasswordResetDoneView.as_view(), name="password_reset_done"),
    path("reset/<uidb64>/<token>/", views.PasswordResetConfirmView.as_view(), name="password_reset_confirm"),
    path("reset/done/", views.PasswordResetCompleteView.as_view(), name="password_reset_complete"),
]

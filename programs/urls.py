from django.urls import path

from accounts.doors import SIGNED_IN, to
from programs.access import ROWS_IN_SIGHT, ROWS_TO_WRITE, WRITING_SOMEWHERE
from programs.businesses import views as businesses
from programs.ledger import lists, posting_views
from programs.ledger import views as entries
from programs.projects import beneficiary_views, step_views, support
from programs.projects import views as projects

urlpatterns = [
    path("businesses/", to(SIGNED_IN, businesses.BusinessList), name="business_list"),
    path("businesses/new/", to(WRITING_SOMEWHERE, businesses.BusinessCreate), name="business_create"),
    path("businesses/<int:pk>/", to(ROWS_IN_SIGHT, support.BusinessDetail), name="business_detail"),
    path("businesses/<int:pk>/edit/", to(ROWS_TO_WRITE, businesses.BusinessEdit), name="business_edit"),
    path(
        "businesses/<int:pk>/history/", to(ROWS_IN_SIGHT, businesses.BusinessHistory), name="business_history"
    ),
    path("projects/", to(SIGNED_IN, projects.ProjectList), name="project_list"),
    path("projects/new/", to(WRITING_SOMEWHERE, projects.ProjectCreate), name="project_create"),
    path("projects/<str:code>/edit/", to(ROWS_TO_WRITE, projects.ProjectEdit), name="project_edit"),
    path("projects/<str:code>/history/", to(ROWS_IN_SIGHT, projects.ProjectHistory), name="project_history"),
    path("projects/<str:code>/", to(ROWS_IN_SIGHT, projects.ProjectDetail), name="project_detail"),
    path("projects/<str:code>/money/new/", to(ROWS_TO_WRITE, entries.MoneyAdd), name="money_add"),
    path(
        "projects/<str:code>/results/new/",
        to(ROWS_TO_WRITE, entries.ProjectResultAdd),
        name="project_result_add",
    ),
    path("projects/<str:code>/events/new/", to(ROWS_TO_WRITE, step_views.EventAdd), name="event_add"),
    path(
        "projects/<str:code>/beneficiaries/new/",
        to(ROWS_TO_WRITE, beneficiary_views.BeneficiaryAdd),
        name="beneficiary_add",
    ),
    path(
        "beneficiaries/<int:pk>/withdraw/",
        to(ROWS_TO_WRITE, beneficiary_views.BeneficiaryWithdraw),
        name="beneficiary_withdraw",
    ),
    path(
        "beneficiaries/<int:pk>/replace/",
        to(ROWS_TO_WRITE, beneficiary_views.BeneficiaryReplace),
        name="beneficiary_replace",
    ),
    path(
        "beneficiaries/<int:pk>/change/",
        to(ROWS_TO_WRITE, beneficiary_views.BeneficiaryAmend),
        name="beneficiary_change",
    ),
    path(
        "beneficiary-lines/<int:pk>/correct/",
        to(ROWS_TO_WRITE, beneficiary_views.BeneficiaryCorrect),
        name="beneficiary_correct",
    ),
    path("money/<int:pk>/correct/", to(ROWS_TO_WRITE, entries.MoneyCorrect), name="money_correct"),
    path("results/", to(SIGNED_IN, lists.ResultList), name="result_list"),
    path("results/new/", to(WRITING_SOMEWHERE, entries.ProvinceResultAdd), name="result_add"),
    path("results/levels/new/", to(WRITING_SOMEWHERE, entries.LevelAdd), name="level_add"),
    path("results/<int:pk>/correct/", to(ROWS_TO_WRITE, entries.ResultCorrect), name="result_correct"),
    path("events/<int:pk>/undo/", to(ROWS_TO_WRITE, step_views.EventUndo), name="event_undo"),
    path("events/<int:pk>/file/", to(ROWS_IN_SIGHT, step_views.EventFile), name="event_file"),
    path("postings/<int:number>/", to(ROWS_IN_SIGHT, posting_views.PostingDetail), name="posting_detail"),
]

from django.urls import path

from programs.businesses import views as businesses
from programs.ledger import lists, posting_views
from programs.ledger import views as entries
from programs.projects import beneficiary_views, step_views, support
from programs.projects import views as projects

urlpatterns = [
    path("businesses/", businesses.BusinessList.as_view(), name="business_list"),
    path("businesses/new/", businesses.BusinessCreate.as_view(), name="business_create"),
    path("businesses/<int:pk>/", support.BusinessDetail.as_view(), name="business_detail"),
    path("businesses/<int:pk>/edit/", businesses.BusinessEdit.as_view(), name="business_edit"),
    path("businesses/<int:pk>/history/", businesses.BusinessHistory.as_view(), name="business_history"),
    path("projects/", projects.ProjectList.as_view(), name="project_list"),
    path("projects/new/", projects.ProjectCreate.as_view(), name="project_create"),
    path("projects/<str:code>/edit/", projects.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<str:code>/history/", projects.ProjectHistory.as_view(), name="project_history"),
    path("projects/<str:code>/", projects.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<str:code>/money/new/", entries.MoneyAdd.as_view(), name="money_add"),
    path("projects/<str:code>/results/new/", entries.ProjectResultAdd.as_view(), name="project_result_add"),
    path("projects/<str:code>/events/new/", step_views.EventAdd.as_view(), name="event_add"),
    path(
        "projects/<str:code>/beneficiaries/new/",
        beneficiary_views.BeneficiaryAdd.as_view(),
        name="beneficiary_add",
    ),
    path(
        "beneficiaries/<int:pk>/withdraw/",
        beneficiary_views.BeneficiaryWithdraw.as_view(),
        name="beneficiary_withdraw",
    ),
    path(
        "beneficiaries/<int:pk>/replace/",
        beneficiary_views.BeneficiaryReplace.as_view(),
        name="beneficiary_replace",
    ),
    path(
        "beneficiaries/<int:pk>/change/",
        beneficiary_views.BeneficiaryAmend.as_view(),
        name="beneficiary_change",
    ),
    path(
        "beneficiary-lines/<int:pk>/correct/",
        beneficiary_views.BeneficiaryCorrect.as_view(),
        name="beneficiary_correct",
    ),
    path("money/<int:pk>/correct/", entries.MoneyCorrect.as_view(), name="money_correct"),
    path("results/", lists.ResultList.as_view(), name="result_list"),
    path("results/new/", entries.ProvinceResultAdd.as_view(), name="result_add"),
    path("results/levels/new/", entries.LevelAdd.as_view(), name="level_add"),
    path("results/<int:pk>/correct/", entries.ResultCorrect.as_view(), name="result_correct"),
    path("events/<int:pk>/undo/", step_views.EventUndo.as_view(), name="event_undo"),
    path("events/<int:pk>/file/", step_views.EventFile.as_view(), name="event_file"),
    path("postings/<int:number>/", posting_views.PostingDetail.as_view(), name="posting_detail"),
]

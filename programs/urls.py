from django.urls import path

from programs import entry_views, event_views, story_views, views

urlpatterns = [
    path("businesses/", views.BusinessList.as_view(), name="business_list"),
    path("businesses/new/", views.BusinessCreate.as_view(), name="business_create"),
    path("businesses/<int:pk>/", views.BusinessDetail.as_view(), name="business_detail"),
    path("businesses/<int:pk>/edit/", views.BusinessEdit.as_view(), name="business_edit"),
    path("businesses/<int:pk>/history/", views.BusinessHistory.as_view(), name="business_history"),
    path("projects/", views.ProjectList.as_view(), name="project_list"),
    path("projects/new/", views.ProjectCreate.as_view(), name="project_create"),
    path("projects/<str:code>/edit/", views.ProjectEdit.as_view(), name="project_edit"),
    path("projects/<str:code>/history/", views.ProjectHistory.as_view(), name="project_history"),
    path("projects/<str:code>/", story_views.ProjectDetail.as_view(), name="project_detail"),
    path("projects/<str:code>/money/new/", entry_views.MoneyAdd.as_view(), name="money_add"),
    path(
        "projects/<str:code>/results/new/", entry_views.ProjectResultAdd.as_view(), name="project_result_add"
    ),
    path("projects/<str:code>/events/new/", event_views.EventAdd.as_view(), name="event_add"),
    path(
        "projects/<str:code>/beneficiaries/new/", event_views.BeneficiaryAdd.as_view(), name="beneficiary_add"
    ),
    path(
        "beneficiaries/<int:pk>/withdraw/",
        event_views.BeneficiaryWithdraw.as_view(),
        name="beneficiary_withdraw",
    ),
    path("money/<int:pk>/correct/", entry_views.MoneyCorrect.as_view(), name="money_correct"),
    path("results/", story_views.ResultList.as_view(), name="result_list"),
    path("results/new/", entry_views.ProvinceResultAdd.as_view(), name="result_add"),
    path("results/<int:pk>/correct/", entry_views.ResultCorrect.as_view(), name="result_correct"),
    path("events/<int:pk>/undo/", event_views.EventUndo.as_view(), name="event_undo"),
    path("events/<int:pk>/file/", event_views.EventFile.as_view(), name="event_file"),
    path("closures/", event_views.ClosureList.as_view(), name="closure_list"),
    path("closures/new/", event_views.ClosureAdd.as_view(), name="closure_add"),
    path("postings/<int:number>/", story_views.PostingDetail.as_view(), name="posting_detail"),
]

from django.urls import path

from programs import views

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
]

"""Addresses of the search; all of its state stands in the parameters, so that every view is a link."""

from django.urls import path

from search import views

app_name = "search"
urlpatterns = [
    path("", views.search_page, name="search"),
    path("help/", views.help_page, name="help"),
    path("suggest/", views.suggest, name="suggest"),
    path("places/", views.place, name="place"),
    path("places/suggest/", views.suggest_place, name="suggest-place"),
    path("hit/<int:position>/", views.hit, name="hit"),
    path("export.xlsx", views.export_xlsx, name="xlsx"),
    path("export.csv", views.export_csv, name="csv"),
    path("export.json", views.export_json, name="json"),
    path("feed/", views.feed, name="feed"),
]

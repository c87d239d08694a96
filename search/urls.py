"""Addresses of the search; all of its state stands in the parameters, so that every view is a link."""

from django.urls import path

from search import views, views_of_files

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
    path("by-place/", views_of_files.by_place_page, name="by-place"),
    path("by-place.xlsx", views_of_files.by_place_xlsx, name="by-place-xlsx"),
    path("by-place.csv", views_of_files.by_place_csv, name="by-place-csv"),
    path("passages.docx", views_of_files.passages, name="passages"),
    path("originals.zip", views_of_files.originals, name="originals"),
    path("record/", views_of_files.record, name="record"),
    path("record.txt", views_of_files.record_text, name="record-text"),
]

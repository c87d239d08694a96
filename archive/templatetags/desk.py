"""The first page of the admin as an editor's desk: where files are dropped, and what waits to be done."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.contrib.admin.sites import site
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from archive.admin import queues, uploading
from archive.forms import UploadForm
from archive.models import Article, Import, ImportItem, PageReport, TwinPair

register = template.Library()


@dataclass(frozen=True, slots=True)
class Queue:
    label: str | Promise
    count: int
    url: str


@register.inclusion_tag("includes/_work_lists.html", takes_context=True)
def work_lists(context: template.Context) -> dict[str, Any]:
    return {"queues": list(_queues(context["request"]))}


@register.inclusion_tag("includes/_upload_form.html", takes_context=True)
def upload_box(context: template.Context) -> dict[str, Any]:
    return {**uploading.box(UploadForm()), "csrf_token": context.get("csrf_token")}


def _queues(request: HttpRequest) -> Iterator[Queue]:
    """Those whose list this person may open; nothing is counted for the others."""
    if _may_see(Article, request):
        found, articles = queues.counts(), reverse("admin:archive_article_changelist")
        for work in queues.WORK_LISTS:
            yield Queue(work.label, found[work.name], f"{articles}?lack={work.name}")
    if _may_see(TwinPair, request):
        suspected = reverse("admin:archive_twinpair_changelist") + "?verdict__exact=suspected"
        yield Queue(_("疑似转载"), TwinPair.objects.of_kept().suspected().count(), suspected)
    if _may_see(PageReport, request):
        told = reverse("admin:archive_pagereport_changelist") + "?is_settled__exact=0"
        yield Queue(_("读者报错"), PageReport.objects.unsettled().count(), told)
    if _may_see(Import, request):
        failed = reverse("admin:archive_import_changelist") + "?lack=files"
        yield Queue(_("未入库的文件"), ImportItem.objects.failures().count(), failed)


def _may_see(model: type[Model], request: HttpRequest) -> bool:
    return site.get_model_admin(model).has_view_permission(request)

"""Handing reviews in: by a plain form all at once, or by its script, which sends a few files at a time."""

import json
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib.admin.sites import site
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from archive.admin.numbers import number_in
from archive.admin.people import editor
from archive.forms import UploadForm
from archive.imports import reasons, room
from archive.imports.handing_in import (
    Announced,
    NoRoom,
    announce,
    hand_in,
    need_room,
    open_import,
    page_sets_of,
    tidy,
)
from archive.imports.page_sets import NoPageSet, as_one, need_one_file, sets_among
from archive.imports.pages import parts_of_others
from archive.imports.reasons import MEGABYTE
from archive.ingest.readers.page_set import MOST_PAGES
from archive.intake import HandedIn
from archive.models import Article, Import, ImportItem
from archive.storage.storage_faults import fault_of

MOST_ANNOUNCED = 100_000
LARGEST_NUMBER = 2**31 - 1


def for_who_may_add(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not request.user.has_perm("archive.add_article"):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return guarded


@for_who_may_add
def upload(request: HttpRequest) -> HttpResponse:
    """The page where files are dropped or chosen and texts pasted; a form that is sent without script as well."""
    form = UploadForm(request.POST or None, request.FILES or None, initial={"text": _failed_text(request)})
    if request.method == "POST" and form.is_valid():
        try:
            return HttpResponseRedirect(_handed_in(request, form))
        except (NoRoom, NoPageSet) as reason:
            form.add_error("files", str(reason))
    context = {
        **site.each_context(request),
        "title": gettext("上传综述"),
        "opts": Article._meta,
        **box(form),
    }
    return TemplateResponse(request, "admin/archive/article/upload.html", context)


def box(form: UploadForm) -> dict[str, Any]:
    """What the form says, on its own page and on the desk."""
    return {
        "form": form,
        "most_files": settings.DATA_UPLOAD_MAX_NUMBER_FILES,
        "most_megabytes": reasons.over_the_limit(0)["most"],
        "room_megabytes": room.free() // MEGABYTE,
        "most_pages": MOST_PAGES,
    }


def _handed_in(request: HttpRequest, form: UploadForm) -> str:
    """All that the form holds in one import, or nothing of it; the address of its page. Raises NoRoom and NoPageSet."""
    uploads, pasted = form.cleaned_data["files"], form.cleaned_data["text"].strip()
    need_room(sum(upload.size or 0 for upload in uploads))
    parts = parts_of_others([(tidy(upload.name or ""), upload) for upload in uploads])
    uploads = [upload for upload in uploads if tidy(upload.name or "") not in parts]
    way = Import.Way.UPLOAD if uploads else Import.Way.PASTE
    sets = _sets_of(uploads) if form.cleaned_data["pages_of_one"] else []
    count = len(uploads) - sum(len(pages) - 1 for pages in sets) + bool(pasted)
    with transaction.atomic():
        name = tidy(uploads[0].name) if uploads else _pasted_name()
        batch = open_import(way, name, editor(request), count)
        hand_in(batch, enumerate(_files_of(uploads, sets, form.cleaned_data["text"])))
    # Whoever hands in one text wants to see what was read of it.
    return batch.get_absolute_url() + ("?then=article" if count == 1 else "")


def _sets_of(uploads: list[UploadedFile[bytes]]) -> list[list[int]]:
    """The pictures among them, as pages of one article. Raises NoPageSet."""
    sets = sets_among([tidy(upload.name or "") for upload in uploads])
    for numbers in sets:
        need_one_file([(tidy(uploads[n].name or ""), uploads[n].size or 0) for n in numbers])
    return sets


def _files_of(uploads: list[UploadedFile[bytes]], sets: list[list[int]], pasted: str) -> Iterator[HandedIn]:
    """The chosen files, pages of one article as one file, and the pasted text, one at a time."""
    pages = {number for numbers in sets for number in numbers}
    for number, upload in enumerate(uploads):
        if number not in pages:
            yield _opened(upload, tidy(upload.name or ""))
    for numbers in sets:
        yield as_one([_opened(uploads[number], tidy(uploads[number].name or "")) for number in numbers])
    if pasted.strip():
        # Browsers send line ends as CR LF, whatever was pasted.
        yield HandedIn(_pasted_name(), pasted.replace("\r\n", "\n").encode())


def _opened(upload: UploadedFile[bytes], name: str) -> HandedIn:
    size = upload.size or 0
    if reasons.is_over_the_limit(size):
        return HandedIn.over_the_limit(name, size)
    return HandedIn(name, upload.read())


def _pasted_name() -> str:
    stamp = datetime.now(tz=timezone.get_current_timezone()).strftime("%Y%m%d-%H%M%S")
    return gettext("粘贴文本-%(stamp)s.txt") % {"stamp": stamp}


def _failed_text(request: HttpRequest) -> str:
    """A pasted text that could not be read, to be mended."""
    number = number_in(request.GET.get("mend", ""))
    if number is None:
        return ""
    item = ImportItem.objects.failures().filter(pk=number, batch__way=Import.Way.PASTE).first()
    return item.content.decode() if item else ""


def answered_in_json(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """What can't be stored, and what makes no sense, is told to the script, which tells the person."""

    @wraps(view)
    def answered(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return view(request, *args, **kwargs)
        except NoRoom as reason:
            return JsonResponse({"error": str(reason)}, status=507)
        except NoPageSet as reason:
            return JsonResponse({"error": str(reason)}, status=400)
        except (DatabaseError, OSError) as error:
            fault = fault_of(error)
            if fault is None:
                raise
            return JsonResponse({"error": str(fault.told)}, status=fault.status)

    return answered


@require_POST
@for_who_may_add
@answered_in_json
def begin(request: HttpRequest) -> HttpResponse:
    """A page says what it is going to send; it is told what of it is wanted, and where to."""
    announced, sets = _announced(request.POST.get("files", "")), _sets(request.POST.get("page_sets", "[]"))
    try:
        batch, wanted = announce(announced, editor(request), sets)
    except ValueError as error:
        raise BadRequest(str(error)) from error
    if batch is None:
        return JsonResponse({"error": gettext("这里面没有可以读取的文件。")}, status=400)
    return JsonResponse(
        {
            "send": wanted.numbers,
            "together": wanted.together,
            "page_sets": wanted.page_sets,
            "to": reverse("admin:archive_import_files", args=[batch.pk]),
            "page": batch.get_absolute_url() + ("?then=article" if batch.announced == 1 else ""),
        }
    )


def _announced(text: str) -> list[Announced]:
    """``[["2019/甲.txt", 5310], …]``"""
    try:
        found = [Announced(str(path), int(size)) for path, size in json.loads(text)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadRequest("no list of names and sizes") from error
    if len(found) > MOST_ANNOUNCED or any(not 0 <= file.size <= LARGEST_NUMBER for file in found):
        raise BadRequest("no list of names and sizes")
    return found


def _sets(text: str) -> list[list[int]]:
    """``[[2, 0, 1], …]``"""
    try:
        return [[int(number) for number in numbers] for numbers in json.loads(text)]
    except (ValueError, TypeError, OverflowError, RecursionError) as error:
        raise BadRequest("no sets of pages") from error


@require_POST
@for_who_may_add
def page_sets(request: HttpRequest) -> HttpResponse:
    """Which of the files that a page is going to send may be the pages of one article, in the order of their names."""
    return JsonResponse({"sets": page_sets_of(_announced(request.POST.get("files", "")))})


@require_POST
@for_who_may_add
@answered_in_json
def files(request: HttpRequest, pk: int) -> HttpResponse:
    """Some of the files of an import: each with its number and its path, which browsers leave out of its name."""
    batch = get_object_or_404(Import.objects.filter(started_by=editor(request), way=Import.Way.UPLOAD), pk=pk)
    uploads, paths = request.FILES.getlist("files"), request.POST.getlist("paths")
    numbers = [n for text in request.POST.getlist("numbers") if (n := number_in(text)) is not None]
    if not len(uploads) == len(numbers) == len(paths) or any(n > LARGEST_NUMBER for n in numbers):
        raise BadRequest("files, numbers and paths do not agree")
    need_room(sum(upload.size or 0 for upload in uploads))
    names = [tidy(path) for path in paths]
    if "page_set" in request.POST and numbers:
        whole = as_one([_opened(upload, name) for upload, name in zip(uploads, names, strict=True)])
        hand_in(batch, [(numbers[0], whole)])
        return JsonResponse({"kept": len(uploads)})
    parts = parts_of_others(list(zip(names, uploads, strict=True)))
    sent = [each for each in zip(numbers, uploads, names, strict=True) if each[2] not in parts]
    opened = ((number, _opened(upload, name)) for number, upload, name in sent)
    hand_in(batch, opened, parts=len(uploads) - len(sent))
    return JsonResponse({"kept": len(uploads)})

"""Forms of the editors: handing files in, correcting what was read."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminDateWidget
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from archive.editing.lines import HEAD, MARKS, Gone, Line, Role, as_text, lines_of, read_text, state_of
from archive.editing.titles import with_heads_taken
from archive.models import Article, Indicator, Region, RegionSuccession
from archive.region_rules import Problem, next_zone_code, problems, succession_problems, tidy_code
from archive.regions.authority import RANK, Level
from archive.regions.naming import short_name
from archive.representation import State, represent

LONGEST_LINE = 300  # characters of a title or a name; the longest of real pages has ninety


class LinesField(forms.CharField):
    """A list of short texts, edited as one a line; blank lines are dropped.

    What ``stands`` there already is taken as it is: a reader may have found more than anybody would type.
    """

    def __init__(self, *, most: int = 100, longest: int = LONGEST_LINE, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"}))
        super().__init__(**kwargs)
        self.most, self.longest, self.stands = most, longest, None

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value == self.to_python(self.stands):
            return
        if len(value) > self.most:
            raise ValidationError(
                _("这里有 %(count)d 行，最多 %(most)d 行。"), params={"count": len(value), "most": self.most}
            )
        if too_long := [line for line in value if len(line) > self.longest]:
            told = {"line": too_long[0][:20], "count": len(too_long[0]), "longest": self.longest}
            raise ValidationError(
                _("“%(line)s……”这一行有 %(count)d 个字，最多 %(longest)d 个字。"), params=told
            )

    def run_validators(self, value: Any) -> None:
        super().run_validators("\n".join(value))  # of texts, not of lists: a NUL is looked for

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else "\n".join(_texts(value))

    def to_python(self, value: Any) -> Any:
        lines = value.splitlines() if isinstance(value, str) else _texts(value)
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.to_python(initial) != self.to_python(data))


def _texts(stored: Any) -> list[str]:
    """The texts of a stored list, whatever else a row may hold there."""
    return [text for text in stored if isinstance(text, str)] if isinstance(stored, list) else []


BOUNDS: dict[Role, tuple[int, int]] = {
    **dict.fromkeys((*HEAD, Role.BYLINE, Role.CREDIT), (100, LONGEST_LINE)),
    Role.HEADING: (1000, LONGEST_LINE),
    Role.CAPTION: (1000, 1000),
    Role.FURNITURE: (1000, 1000),
}
"""How many lines of a role are taken, and how long each may be; paragraphs are as many and as long as they are."""


class TextWithRolesField(forms.CharField):
    """The text of an article, a line each, marked with what it is. What ``stands`` there already is taken as it is."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.Textarea(attrs={"rows": 24, "class": "vLargeTextField"}))
        super().__init__(strip=False, **kwargs)
        self.stands: list[Line] = []

    def to_python(self, value: Any) -> Any:
        if isinstance(value, list):
            return value
        try:
            return read_text(value or "")
        except ValueError as row:
            told = {"line": str(row)[:20]}
            raise ValidationError(_("“%(line)s”：层级是 1 到 4 的整数。"), params=told) from row

    def prepare_value(self, value: Any) -> Any:
        return value if isinstance(value, str) else as_text(value or [])

    def validate(self, value: Any) -> None:
        super().validate(value)
        stood = set(self.stands)
        for role, (most, longest) in BOUNDS.items():
            lines = [line for line in value if line.role is role]
            told: dict[str, Any] = {"role": MARKS[role], "count": len(lines), "most": most}
            if len(lines) > max(most, sum(line.role is role for line in self.stands)):
                raise ValidationError(_("“%(role)s”有 %(count)d 行，最多 %(most)d 行。"), params=told)
            if too_long := [line.text for line in lines if len(line.text) > longest and line not in stood]:
                told = {"line": too_long[0][:20], "count": len(too_long[0]), "longest": longest}
                raise ValidationError(
                    _("“%(line)s……”这一行有 %(count)d 个字，最多 %(longest)d 个字。"), params=told
                )

    def run_validators(self, value: Any) -> None:
        super().run_validators(as_text(value))  # of the text, not of lines: a NUL is looked for

    def has_changed(self, initial: Any, data: Any) -> bool:
        try:
            return bool(self.to_python(initial or []) != self.to_python(data))
        except ValidationError:
            return True


DATE = re.compile(r"(\d{4})\s*[年./-]\s*(\d{1,2})\s*[月./-]\s*(\d{1,2})\s*[日号]?")
"""2020年3月1日, 2020.3.1, 2020/3/1, 2020-03-01."""
HAN_DIGITS = str.maketrans("〇○零一二三四五六七八九", "000123456789")


class ChineseDateField(forms.DateField):
    """A day as people write it: 2020年3月1日, 2020.3.1, in full or half width, 二〇二〇年三月一日 with single digits."""

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            found = DATE.fullmatch(unicodedata.normalize("NFKC", value).translate(HAN_DIGITS).strip())
            value = "-".join(found.groups()) if found else value
        return super().to_python(value)


class ManyFilesInput(forms.ClearableFileInput):
    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Any number of files, none included; each is judged by the reader, not here."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", ManyFilesInput())
        super().__init__(**kwargs)

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        return list(data) if isinstance(data, (list, tuple)) else [data] if data else []


class UploadForm(forms.Form):
    files = ManyFilesField(  # type: ignore[assignment] # a field here, the files handed in on a form
        label=_("文件"),
        required=False,
        help_text=_(
            "可一次选多个：文本（.txt）、网页（.html、.mht）、Word（.docx、.doc、.rtf、.odt）、有文字层的 PDF 和 OFD，一行一篇的表格（.xlsx、.csv），以及装着它们的 zip 压缩包和邮件（.eml）。服务器装有文字识别时，还可以是扫描件和图片（.jpg、.png、.tif）。"
        ),
    )
    pages_of_one = forms.BooleanField(label=_("这些图片是同一篇的各页"), required=False)
    text = forms.CharField(
        label=_("或粘贴全文"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "class": "vLargeTextField"}),
        help_text=_("连同标题、署名、报头一起粘贴即可，程序会分开。"),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not cleaned.get("files") and not (cleaned.get("text") or "").strip():
            raise ValidationError(_("请选择文件，或粘贴全文。"))
        return cleaned


class TableForm(forms.Form):
    """A table of articles with corrections."""

    file = forms.FileField(
        label=_("文件"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.txt"}),
        help_text=_("从综述列表导出、改过的 XLSX 或 CSV；CSV 用 UTF-8 或 GB18030 编码都可以。"),
    )


class UnknownIsNone(forms.ModelForm[Article]):
    """An emptied text is unknown: None, never an empty string."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, LinesField):
                field.stands = self.initial.get(name)
            elif isinstance(field, forms.CharField) and not isinstance(field, TextWithRolesField):
                field.empty_value = None if self._meta.model._meta.get_field(name).null else ""
                if isinstance(field.widget, forms.TextInput):
                    field.max_length = LONGEST_LINE
                    field.validators.append(MaxLengthValidator(LONGEST_LINE))


class ArticleForm(UnknownIsNone):
    """Corrections of one article, and the version of it that they were made from."""

    made_from = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    published_on = ChineseDateField(
        label=_("刊发日期"),
        required=False,
        widget=AdminDateWidget,
        help_text=_("如 2020年3月1日 或 2020-03-01。"),
    )
    lines = TextWithRolesField(
        label=_("正文"),
        required=False,
        help_text=_(
            "一行一段；行首写明这一行是什么，正文不写：〔小标题〕〔小标题2〕〔图片说明〕〔作者〕〔编校署名〕〔版面文字〕。"
            "写〔标题〕〔引题〕〔副标题〕的行会移到上面，原来的移到这一行。"
        ),
    )

    class Meta:
        model = Article
        fields = [
            "kicker",
            "title",
            "subtitle",
            "issuer",
            "region",
            "period_start",
            "period_end",
            "kind",
            "published_on",
            "newspaper",
            "issue",
            "page_label",
        ]
        widgets = {
            name: forms.TextInput(attrs={"class": "vTextField"})
            for name in ("kicker", "title", "subtitle", "issuer", "newspaper", "issue", "page_label")
        }

    def __init__(self, *args: Any, state: State | None = None, **kwargs: Any) -> None:
        """``state`` is what the form was made from, where that is not what the article is now."""
        super().__init__(*args, **kwargs)
        self.initial.setdefault("made_from", self.instance.version)
        if "lines" in self.fields and self.instance.pk:
            self.state = state or represent(self.instance)
            self.initial["lines"] = self.fields["lines"].stands = lines_of(self.state)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        start, end = cleaned.get("period_start"), cleaned.get("period_end")
        if start is not None and end is None and "period_end" not in self.errors:
            cleaned["period_end"] = start
        if end is not None and start is None and "period_start" not in self.errors:
            cleaned["period_start"] = end
        if "lines" in cleaned:
            heads = {role.value: cleaned.get(role.value) for role in HEAD}
            cleaned["lines"], heads = with_heads_taken(cleaned["lines"], heads, self.state)
            cleaned |= {name: words for name, words in heads.items() if name not in self.errors}
        return cleaned

    @property
    def text(self) -> State:
        """Sections, captions and the other lines, where they are others than before."""
        if "lines" not in self.changed_data:
            return {}
        pk = self.instance.pk
        anchor = Article.objects.values_list("next_anchor", flat=True).get(pk=pk)
        return state_of(self.cleaned_data["lines"], self.state, next_anchor=anchor, gone=Gone.of(pk))


class IndicatorForm(forms.ModelForm[Indicator]):
    """The names that editors add to an indicator, one a line."""

    aliases = LinesField(
        label=_("别名"),
        required=False,
        most=20,
        longest=24,
        help_text=_("本地的其他叫法，一行一个，如“工会驿站”"),
    )

    class Meta:
        model = Indicator
        fields = ["aliases"]

    def clean_aliases(self) -> list[str]:
        return list(dict.fromkeys(self.cleaned_data["aliases"]))


class RegionForm(forms.ModelForm[Region]):
    """A division of the editors' own, proved harmless before it is stored."""

    code = forms.CharField(
        label=_("代码"),
        required=False,
        help_text=_("国标 GB/T 2260 六位代码；开发区可以留空，保存时按上级编号，如 361100Z01。"),
    )
    short_name = forms.CharField(
        label=_("简称"), required=False, help_text=_("留空则从名称得出：广丰区的简称是广丰。")
    )
    aliases = LinesField(
        label=_("别名"),
        required=False,
        help_text=_("一行一个，如“广丰高新区”。文章里的这些写法都认作这个区划。"),
    )

    class Meta:
        model = Region
        fields = ["name", "short_name", "level", "parent", "code", "valid_from", "valid_to", "aliases"]

    def clean_aliases(self) -> list[str]:
        """The same name twice is one name."""
        return list(dict.fromkeys(self.cleaned_data["aliases"]))

    def clean_code(self) -> str:
        return tidy_code(self.cleaned_data["code"])

    def clean(self) -> dict[str, Any]:
        """What was left empty and follows from the rest is proposed."""
        cleaned = super().clean() or {}
        if "code" not in self.fields:  # a division of the table is only shown
            return cleaned
        name, level, above = (cleaned.get(field) for field in ("name", "level", "parent"))
        if name and level in RANK and not cleaned.get("short_name"):
            cleaned["short_name"] = short_name(name, Level(level))
        if not cleaned.get("code") and "code" not in self.errors:
            if level == Region.Level.ZONE and above is not None:
                cleaned["code"] = next_zone_code(above)
            else:
                self.add_error("code", str(_("请填代码；只有选了上级的开发区可以留空。")))
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            _tell(self, problems(self.instance))


class SuccessionForm(forms.ModelForm[RegionSuccession]):
    """What one division became, without going round in a circle."""

    class Meta:
        model = RegionSuccession
        fields = ["from_region", "year", "whole"]

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]
        if not self.errors:
            _tell(self, succession_problems(self.instance))


class SuccessionFormSet(forms.BaseInlineFormSet[RegionSuccession, Region, forms.ModelForm[RegionSuccession]]):
    def get_unique_error_message(self, unique_check: Any) -> str:
        """Django would name the column."""
        return str(_("同一个原区划写了两次，请去掉一行。"))


def _tell(form: forms.ModelForm[Any], found: Iterable[Problem]) -> None:
    for field, message in found:
        form.add_error(field, str(message))

"""Failed sign-ins, as the guard of the sign-in keeps them: one column of its list has no name but an English one."""

from typing import Any

from axes.admin import AccessAttemptAdmin as GuardsAdmin
from axes.models import AccessAttempt
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

admin.site.unregister(AccessAttempt)


@admin.register(AccessAttempt)
class AccessAttemptAdmin(GuardsAdmin):  # type: ignore[misc] # it has no types
    @admin.display(description=_("状态"))
    def status(self, attempt: Any) -> str:
        return str(super().status(attempt))

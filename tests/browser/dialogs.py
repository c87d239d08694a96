"""The questions that a browser asks of its own: beforeunload, alert."""

from playwright.sync_api import Dialog, Page


def accepted_dialogs(page: Page) -> list[str]:
    """The kinds of the dialogs that the page shows from now on, as they come; each is accepted."""
    kinds: list[str] = []

    def accept(dialog: Dialog) -> None:
        kinds.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    return kinds

"""Public pages of the company: prose pages, certificates, downloads."""

from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext_lazy

from multilingual import links
from multilingual.links import Place
from publishing.pages import ItemView, PlacedView

from .models import Certificate, CertificateFile, Contact, Download, DownloadFile, Page, Role


class CertificateListView(PlacedView):
    template_name = "company/certificates.html"

    def get_place(self) -> Place:
        return links.of_view("company:certificates", gettext_lazy("Certificates"), links.home())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = Prefetch("files", CertificateFile.objects.in_order_for(self.language))
        certificates = Certificate.objects.live_in(self.language).prefetch_related(files)
        return super().get_context_data(certificates=certificates, **kwargs)


class DownloadListView(PlacedView):
    template_name = "company/downloads.html"

    def get_place(self) -> Place:
        return links.of_view("company:downloads", gettext_lazy("Downloads"), links.home())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        files = Prefetch("files", DownloadFile.objects.in_order_for(self.language))
        downloads = Download.objects.live_in(self.language).prefetch_related(files)
        return super().get_context_data(downloads=downloads, **kwargs)


class PageView(ItemView):
    item_name = "page"

    def get_template_names(self) -> list[str]:
        role = self.object.role
        return [*([f"company/{role}.html"] if role else []), "company/page.html"]

    def get_queryset(self) -> QuerySet[Page]:
        return Page.objects.prefetch_related("translations")

    def place_of(self, item: Page) -> Place:
        return links.of_item(item, links.home())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        rows = self.object.translations.all()
        edition = next(row for row in rows if row.language_code == self.language)
        if self.object.role == Role.CONTACT:
            kwargs["contacts"] = Contact.objects.live_in(self.language)
        return super().get_context_data(edition=edition, **kwargs)

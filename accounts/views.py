from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from multilingual import languages

from .forms import MailForm


@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Show the private pages in another language: for a known person always, for others by the site's cookie."""
    target = request.POST.get("next", "")
    here = url_has_allowed_host_and_scheme(
        target, {request.get_host()}, require_https=request.is_secure()
    )
    response = HttpResponseRedirect(target if here else "/admin/")
    code = request.POST.get("language", "")
    if code not in languages.CODES:
        return response
    if request.user.is_authenticated:
        request.user.language = code
        request.user.save(update_fields=["language"])
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, code, samesite="Lax", secure=request.is_secure()
    )
    return response


@login_required
def choose_mail(request: HttpRequest) -> HttpResponse:
    """Which of a person's notices also come by mail, and when."""
    form = MailForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        request.user.save(update_fields=form.Meta.fields)
        messages.success(request, _("Saved."))
        return redirect("account_mail")
    return render(request, "account/mail.html", {"form": form})

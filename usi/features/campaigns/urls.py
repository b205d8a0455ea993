"""Addresses of campaigns."""

from django.urls import path

from usi.features.campaigns.views import end, endorse, integrity, letter, letter_desk, read, sign, write

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", read.list, name="list"),
    path("campaigns/new/", write.new, name="new"),
    path("campaigns/waiting/", endorse.waiting, name="waiting"),
    path("campaigns/confirm/<str:token>/", sign.confirm, name="confirm"),
    path("campaigns/correct/<str:token>/", sign.correct, name="correct"),
    path("campaigns/withdraw/<str:token>/", sign.withdraw, name="withdraw"),
    path("campaigns/<int:number>/", read.page, name="page"),
    path("campaigns/<int:number>/sign/", sign.sign, name="sign"),
    path("campaigns/<int:number>/signed/", sign.signed, name="signed"),
    path("campaigns/<int:number>/thanks/", sign.thanks, name="thanks"),
    path("campaigns/<int:number>/demands/", write.aim, name="aim"),
    path("campaigns/<int:number>/edit/", write.edit, name="edit"),
    path("campaigns/<int:number>/integrity/", integrity.groups, name="integrity"),
    path("campaigns/<int:number>/integrity/<int:group>/", integrity.decide, name="decide"),
    path("campaigns/<int:number>/move/", write.move, name="move"),
    path("campaigns/letters/<str:token>/", letter.send, name="send_letter"),
    path("campaigns/letters/<str:token>/erase/", letter.drop, name="drop_letter"),
    path("campaigns/<int:number>/write/", letter.write, name="write"),
    path("campaigns/<int:number>/written/", letter.written, name="written"),
    path("campaigns/<int:number>/targets/", letter_desk.targets, name="targets"),
    path("campaigns/<int:number>/targets/<int:pk>/", letter_desk.target, name="target"),
    path("campaigns/<int:number>/letter/", letter_desk.letter_text, name="letter_text"),
    path("campaigns/<int:number>/letters/", letter_desk.letters, name="letters"),
    path("campaigns/<int:number>/letters/<int:pk>/batch/", letter_desk.letters_batch, name="letters_batch"),
    path("campaigns/<int:number>/letters/<int:pk>/print/", letter_desk.letters_print, name="letters_print"),
    path("campaigns/<int:number>/endorse/", endorse.endorse, name="endorse"),
    path("campaigns/<int:number>/endorse/withdraw/", endorse.withdraw_endorsement, name="withdraw_endorsement"),
    path("campaigns/<int:number>/extend/", end.extend, name="extend"),
    path("campaigns/<int:number>/outcome/", end.outcome, name="outcome"),
]

"""Addresses of campaigns."""

from django.urls import path

from usi.features.campaigns.views import end, endorse, integrity, reach, read, share, sign, write

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", read.list, name="list"),
    path("campaigns/new/", write.new, name="new"),
    path("campaigns/waiting/", endorse.waiting, name="waiting"),
    path("campaigns/confirm/<str:token>/", sign.confirm, name="confirm"),
    path("campaigns/correct/<str:token>/", sign.correct, name="correct"),
    path("campaigns/withdraw/<str:token>/", sign.withdraw, name="withdraw"),
    path("campaigns/<int:number>/", read.page, name="page"),
    path("campaigns/<int:number>/reach/", reach.reach, name="reach"),
    path("campaigns/<int:number>/share/", share.share, name="share"),
    path("campaigns/<int:number>/embed/", share.embed, name="embed"),
    path("campaigns/<int:number>/embed/signed/", share.embed_signed, name="embed_signed"),
    path("campaigns/<int:number>/embed/sign/", sign.sign_embedded, name="sign_embedded"),
    path("campaigns/<int:number>/sign/", sign.sign, name="sign"),
    path("campaigns/<int:number>/signed/", sign.signed, name="signed"),
    path("campaigns/<int:number>/thanks/", sign.thanks, name="thanks"),
    path("campaigns/<int:number>/demands/", write.aim, name="aim"),
    path("campaigns/<int:number>/edit/", write.edit, name="edit"),
    path("campaigns/<int:number>/endorse/", endorse.endorse, name="endorse"),
    path("campaigns/<int:number>/endorse/withdraw/", endorse.withdraw_endorsement, name="withdraw_endorsement"),
    path("campaigns/<int:number>/extend/", end.extend, name="extend"),
    path("campaigns/<int:number>/integrity/", integrity.groups, name="integrity"),
    path("campaigns/<int:number>/integrity/<int:group>/", integrity.decide, name="decide"),
    path("campaigns/<int:number>/move/", write.move, name="move"),
    path("campaigns/<int:number>/outcome/", end.outcome, name="outcome"),
]

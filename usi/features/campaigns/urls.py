"""Addresses of campaigns."""

from django.urls import path

from usi.features.campaigns.views import integrity, messages, organise, pledge, reach, read, share, sign, support, write

app_name = "campaigns"
urlpatterns = [
    path("campaigns/", read.list, name="list"),
    path("campaigns/new/", write.new, name="new"),
    path("campaigns/confirm/<str:token>/", sign.confirm, name="confirm"),
    path("campaigns/correct/<str:token>/", sign.correct, name="correct"),
    path("campaigns/withdraw/<str:token>/", sign.withdraw, name="withdraw"),
    path("campaigns/pledge/confirm/<str:token>/", pledge.confirm, name="pledge_confirm"),
    path("campaigns/pledge/correct/<str:token>/", pledge.correct, name="pledge_correct"),
    path("campaigns/pledge/withdraw/<str:token>/", pledge.withdraw, name="pledge_withdraw"),
    path("campaigns/support/confirm/<str:token>/", support.confirm, name="support_confirm"),
    path("campaigns/support/withdraw/<str:token>/", support.withdraw, name="support_withdraw"),
    path("campaigns/<int:number>/", read.page, name="page"),
    path("campaigns/<int:number>/reach/", reach.reach, name="reach"),
    path("campaigns/<int:number>/share/", share.share, name="share"),
    path("campaigns/<int:number>/embed/", share.embed, name="embed"),
    path("campaigns/<int:number>/embed/signed/", share.embed_signed, name="embed_signed"),
    path("campaigns/<int:number>/embed/sign/", sign.sign_embedded, name="sign_embedded"),
    path("campaigns/<int:number>/sign/", sign.sign, name="sign"),
    path("campaigns/<int:number>/signed/", sign.signed, name="signed"),
    path("campaigns/<int:number>/thanks/", sign.thanks, name="thanks"),
    path("campaigns/<int:number>/pledge/", pledge.pledge, name="pledge"),
    path("campaigns/<int:number>/pledged/", pledge.pledged, name="pledged"),
    path("campaigns/<int:number>/support/", support.support, name="support"),
    path("campaigns/<int:number>/supported/", support.supported, name="supported"),
    path("campaigns/<int:number>/words/", support.words, name="words"),
    path("campaigns/<int:number>/messages/", messages.messages, name="messages"),
    path("campaigns/<int:number>/messages/<int:message>/decide/", messages.decide, name="message_decide"),
    path("campaigns/<int:number>/messages/<int:message>/thank/", messages.thank, name="message_thank"),
    path("campaigns/<int:number>/actions/", organise.actions, name="actions"),
    path("campaigns/<int:number>/actions/<int:action>/", organise.change, name="action"),
    path("campaigns/<int:number>/actions/<int:action>/move/", organise.move, name="action_move"),
    path("campaigns/<int:number>/actions/<int:action>/calendar.ics", pledge.calendar, name="action_calendar"),
    path("campaigns/<int:number>/demands/", write.aim, name="aim"),
    path("campaigns/<int:number>/edit/", write.edit, name="edit"),
    path("campaigns/<int:number>/integrity/", integrity.groups, name="integrity"),
    path("campaigns/<int:number>/integrity/<int:group>/", integrity.decide, name="decide"),
    path("campaigns/<int:number>/move/", write.move, name="move"),
]

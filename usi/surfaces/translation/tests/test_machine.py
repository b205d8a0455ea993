import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from usi.doors.operators import examination
from usi.doors.operators.tests.processes import free_port
from usi.spine.publications.models import Publication
from usi.spine.publications.tests.factories import actor, publication
from usi.surfaces.translation import machine

pytestmark = pytest.mark.django_db
LANGUAGES = [{"code": "en", "name": "English", "targets": ["el", "pb", "zh-Hans"]}, {"code": "el", "name": "Greek", "targets": ["en"]}]


class Service(ThreadingHTTPServer):
    """Speaks LibreTranslate's protocol; `answer` takes the place of what it says."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.asked, self.key, self.languages, self.answer, self.paths = [], "", LANGUAGES, None, []
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self):
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *args):
        pass

    def say(self, status, content, **headers):
        data = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in ({"Content-Type": "application/json", "Content-Length": str(len(data))} | headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self):
        self.server.paths.append(self.path)
        self.say(200, self.server.languages) if self.path.endswith("/languages") else self.say(404, {"error": "not found"})

    def do_POST(self):
        self.server.paths.append(self.path)
        asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append(asked)
        if self.server.answer:
            return self.server.answer(self, asked)
        if self.server.key and asked.get("api_key") != self.server.key:
            return self.say(403, {"error": "Invalid API key"})
        if any("forbidden" in value for value in asked["q"]):
            return self.say(400, {"error": "refused"})
        return self.say(200, {"translatedText": [f"{asked['target']}:{value}" for value in asked["q"]]})


@pytest.fixture
def service(settings):
    made = Service()
    settings.TRANSLATE_URL, settings.TRANSLATE_KEY = made.url, ""
    yield made
    made.shutdown()
    made.server_close()


@pytest.fixture
def item():
    return publication(language="en")


def ask(texts, item, to="el"):
    return machine.suggest(texts, from_language="en", to_language=to, subject=item)


def test_a_real_service_is_asked_and_answers(service, item):
    assert ask(["Strike", "Lockout"], item) == ["el:Strike", "el:Lockout"]
    assert service.asked == [{"q": ["Strike", "Lockout"], "source": "en", "target": "el", "format": "text"}]


def test_a_service_under_a_path_of_its_own_is_reached(service, settings, item):
    settings.TRANSLATE_URL = service.url + "/lt"
    assert ask(["Strike"], item) == ["el:Strike"]
    assert service.paths == ["/lt/languages", "/lt/translate"]


def test_the_key_is_sent_where_one_is_set(service, settings, item):
    service.key = settings.TRANSLATE_KEY = "sesame"
    assert ask(["Strike"], item) == ["el:Strike"]
    settings.TRANSLATE_KEY = "wrong"
    with pytest.raises(machine.Unavailable, match="403") as caught:
        ask(["Strike"], item)
    assert "wrong" not in str(caught.value)


@pytest.mark.parametrize(("tag", "code"), [("pt-BR", "pb"), ("zh-Hans", "zh-hans"), ("el", "el"), ("el-CY", "el")])
def test_languages_are_asked_for_as_the_service_calls_them(service, item, tag, code):
    assert ask(["Strike"], item, to=tag) == [f"{code}:Strike"]


@pytest.mark.parametrize("tag", ["tr", "zh-Hant", "xx", "en"])
def test_a_language_that_the_service_lacks_gives_nothing_and_sends_nothing(service, item, tag):
    assert ask(["Strike"], item, to=tag) == [""]
    assert service.asked == []


def test_what_languages_there_are_is_asked_once(service, item):
    ask(["a"], item)
    ask(["b"], item)
    assert service.paths.count("/languages") == 1
    assert set(machine.offered(fresh=True)) == {"en", "el"}
    assert service.paths.count("/languages") == 2


def test_an_older_service_that_names_no_pairs_has_all(service, item):
    service.languages = [{"code": "en"}, {"code": "el"}]
    machine.offered(fresh=True)
    assert ask(["a"], item) == ["el:a"]


@pytest.mark.parametrize(("field", "value"), [("state", "draft"), ("state", "withdrawn"), ("visibility", "network"), ("visibility", "organisation"), ("moderation", "held"), ("moderation", "hidden")])
def test_no_text_that_is_not_public_is_ever_sent(service, item, field, value):
    Publication.objects.filter(pk=item.pk).update(**{field: value})
    with pytest.raises(machine.NotPublic):
        ask(["A secret plan"], item)
    assert service.asked == []


def test_the_description_of_a_suspended_actor_is_not_sent(service):
    with pytest.raises(machine.NotPublic):
        ask(["We"], actor(state="suspended"))
    assert ask(["We"], actor()) == ["el:We"]


def test_many_texts_go_in_several_requests_and_come_back_in_their_order(service, item):
    texts = [f"text {n} " + "x" * 300 for n in range(50)]
    assert ask(texts, item) == [f"el:{value}" for value in texts]
    assert len(service.asked) > 2
    assert all(len(asked["q"]) <= machine.AT_ONCE and sum(map(len, asked["q"])) <= machine.MOST_CHARACTERS for asked in service.asked)


def test_code_blank_and_endless_texts_are_not_sent(service, item):
    assert ask(["```\ncode\n```", "", " ", "x" * 5000, "ok"], item) == ["", "", "", "", "el:ok"]
    assert service.asked[0]["q"] == ["ok"]


def test_markers_stay_ours(service, item):
    assert ask(["## Title", "- one", "3. three", "> said"], item) == ["## el:Title", "- el:one", "3. el:three", "> el:said"]
    assert service.asked[0]["q"] == ["Title", "one", "three", "said"]


def test_a_text_that_the_service_refuses_does_not_keep_the_others_from_theirs(service, item):
    assert ask(["one", "forbidden", "two"], item) == ["el:one", "", "el:two"]


def test_what_the_service_says_is_cleaned_and_not_endless(service, item):
    service.answer = lambda handler, asked: handler.say(200, {"translatedText": ["\u202ea\x00b\u202c", "y" * 5000]})
    assert ask(["one", "two"], item) == ["ab", ""]


@pytest.mark.parametrize(
    "answer",
    [
        lambda handler, asked: handler.say(500, {"error": "x"}), lambda handler, asked: handler.say(429, {"error": "slow down"}), lambda handler, asked: handler.say(200, b"<html>"), lambda handler, asked: handler.say(200, []),
        lambda handler, asked: handler.say(200, {"translatedText": "one"}), lambda handler, asked: handler.say(200, {"translatedText": ["a", "b"]}), lambda handler, asked: handler.say(200, {"translatedText": [None]}),
        lambda handler, asked: handler.say(200, b"[" * 200_000), lambda handler, asked: handler.say(200, b"x" * 2_000_000), lambda handler, asked: handler.say(200, b"{", **{"Content-Length": "5"}), lambda handler, asked: None,
        lambda handler, asked: handler.say(302, b"", Location="http://127.0.0.1:1/"), lambda handler, asked: handler.say(200, b"\xff\xfe\xff"),
    ],
)  # fmt: skip
def test_every_fault_of_the_service_is_one_plain_state(service, item, answer):
    service.answer = answer
    with pytest.raises(machine.Unavailable) as caught:
        ask(["Strike"], item)
    assert "Strike" not in str(caught.value)


def test_a_service_that_hangs_is_given_up(service, item, monkeypatch):
    monkeypatch.setattr(machine, "ANSWER_SECONDS", 0.3)
    service.answer = lambda handler, asked: time.sleep(2)
    began = time.perf_counter()
    with pytest.raises(machine.Unavailable):
        ask(["Strike"], item)
    assert time.perf_counter() - began < 1.5


def test_a_service_that_drips_is_given_up(service, item, monkeypatch):
    def drip(handler, asked):
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            handler.wfile.write(b" ")
            handler.wfile.flush()
            time.sleep(0.05)

    monkeypatch.setattr(machine, "ANSWER_SECONDS", 0.4)
    service.answer = drip
    began = time.perf_counter()
    with pytest.raises(machine.Unavailable):
        ask(["Strike"], item)
    assert time.perf_counter() - began < 1.5


@pytest.mark.parametrize("url", ["http://127.0.0.1:{port}", "ftp://127.0.0.1", "nonsense", "http://", "http://127.0.0.1:99999"])
def test_a_service_that_is_not_there_is_one_plain_state(settings, item, url):
    settings.TRANSLATE_URL = url.format(port=free_port())
    with pytest.raises(machine.Unavailable):
        ask(["Strike"], item)


def test_without_an_address_there_is_no_machine(settings):
    settings.TRANSLATE_URL = ""
    assert not machine.configured()


def finding():
    return next(found for found in examination.examine() if found.name == "translation")


def test_the_doctor_says_whether_the_service_can_be_used(service, settings):
    assert (finding().wrong, finding().remark) == ("", "127.0.0.1 offers 2 languages")
    settings.TRANSLATE_URL = f"http://127.0.0.1:{free_port()}"
    assert "cannot be used" in finding().wrong
    assert "USI_TRANSLATE_URL" in finding().mend
    settings.TRANSLATE_URL = ""
    assert finding().remark == "by people only"


def test_the_doctor_minds_a_key_that_goes_unencrypted(settings, monkeypatch):
    settings.TRANSLATE_URL, settings.TRANSLATE_KEY = "http://translate.example", "sesame"
    monkeypatch.setattr(machine, "offered", lambda fresh: {"en": frozenset()})
    assert "unencrypted" in finding().wrong

# make run [PORT=8000]    start the node; an empty one is filled with the demonstration network
# make test [ARGS=...]    install what the tests need, then run all of them
# make check              style, types, imports, templates, translations, texts outside messages, migrations
# make bench              measure what the node promises
PORT =
ARGS =

run:
	@PORT="$(PORT)" exec sh scripts/run.sh

test:
	@exec sh scripts/test.sh $(ARGS)

check:
	@exec sh scripts/check.sh

bench:
	@PORT="$(PORT)" exec sh scripts/bench.sh $(ARGS)

.PHONY: run test check bench

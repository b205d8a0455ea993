"""The atlas: how much there is where, as tables first and as maps for who asks for them. It knows actors and envelopes, never a kind."""

"""What a sentence does, whatever it is about: it promises, turns down, listens, answers, gives, says again."""
